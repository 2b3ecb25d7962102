import { BALANCED, type Opportunity, type OpportunityType } from '../../model/index.ts';
import { assess } from '../assess.ts';
import { type ContainerSketch, type WorkloadSketch } from '../examples/clusterSketch.ts';
import { observationOf } from '../examples/observationOf.ts';

const judged = (workload: WorkloadSketch) => assess(observationOf({ workloads: [workload] }), BALANCED);
const finding = (type: OpportunityType, ...containers: readonly ContainerSketch[]): Opportunity | undefined =>
  judged({ containers }).opportunities.find(one => one.type === type);
const changesOf = (one: Opportunity | undefined) =>
  one?.changes.map(({ container, target, to }) => `${container} ${target} ${to}`);

describe('init-or-sidecar-dominates', () => {
  const migrate: ContainerSketch = {
    name: 'migrate',
    role: 'init',
    cpuRequest: 2,
    memoryRequest: 256,
    cpu: null,
    memory: null,
  };

  it('brings the init container to what the others have, and frees the difference for good', () => {
    const one = finding('init-or-sidecar-dominates', migrate, { cpuRequest: 0.5 });
    expect(changesOf(one)).toEqual(['migrate requests.cpu 500m']);
    // 2 pods × 1.5 cores × $0.03 × 730 h
    expect(one?.saving.nominal.usd.likely).toBeCloseTo(65.7, 2);
  });

  it('is paid for: the footprint holds what the init container reserves', () => {
    const [footprint] = judged({
      containers: [migrate, { cpuRequest: 0.5, memoryRequest: 512 }],
    }).footprints.values();
    // 2 pods × (2 cores × $0.03 + 0.5 GiB × $0.004) × 730 h
    expect(footprint?.usdPerMonth).toBeCloseTo(90.52, 2);
  });

  it('leaves it what it was seen to use', () => {
    const one = finding('init-or-sidecar-dominates', { ...migrate, cpu: [1.5] }, { cpuRequest: 0.5 });
    expect(changesOf(one)).toEqual(['migrate requests.cpu 1500m']);
  });

  it('counts the sidecars that run while it does', () => {
    const proxy: ContainerSketch = { name: 'proxy', role: 'sidecar', cpuRequest: 0.2, memoryRequest: 64 };
    const one = finding('init-or-sidecar-dominates', proxy, migrate, { cpuRequest: 0.5 });
    expect(changesOf(one)).toEqual(['migrate requests.cpu 500m']);
  });

  it('says nothing of an init container that fits', () => {
    expect(
      finding('init-or-sidecar-dominates', { ...migrate, cpuRequest: 0.4 }, { cpuRequest: 0.5 }),
    ).toBeUndefined();
  });
});

describe('start-up-peak', () => {
  it('holds the saving of the size rule, which cannot go as far', () => {
    const { opportunities } = judged({
      containers: [{ memoryRequest: 8192, memory: [1000], startUpMemory: [3000] }],
    });
    const memory = opportunities.find(({ type }) => type === 'memory-over-requested');
    const peak = opportunities.find(({ type }) => type === 'start-up-peak');
    expect(peak?.saving.nominal.usd.likely).toBeGreaterThan(memory?.saving.nominal.usd.likely ?? Infinity);
    expect(peak?.includedIn).toBeNull();
    expect(memory?.includedIn).toBe(peak?.id);
  });

  it('leaves memory alone after an OOM kill', () => {
    expect(
      finding('start-up-peak', { memoryRequest: 8192, memory: [1000], startUpMemory: [3000], oomKills: 1 }),
    ).toBeUndefined();
  });
});

describe('limit-policy', () => {
  it('never goes below the request or what the use asks for', () => {
    const limitOf = (memory: number) =>
      finding('limit-policy', { memoryRequest: 1024, memoryLimit: 8192, memory: [memory] })?.changes[0]?.to;
    expect(limitOf(100)).toBe('1Gi');
    expect(Number.parseInt(limitOf(700) ?? '', 10)).toBeGreaterThan(1024);
    expect(limitOf(1_000)).toBeUndefined();
  });

  it('makes a pod Guaranteed only where every container of it is', () => {
    const nearly: ContainerSketch = {
      cpuRequest: 1,
      cpuLimit: 1,
      memoryRequest: 512,
      memoryLimit: 700,
      memory: [300],
    };
    expect(finding('limit-policy', nearly)?.changes[0]?.to).toBe('512Mi');
    expect(finding('limit-policy', nearly, { name: 'proxy' })).toBeUndefined();
  });

  it('leaves a container that is throttled a lot to the rule for low CPU', () => {
    const throttled = (share: number) =>
      judged({
        containers: [{ cpuRequest: 1, cpuLimit: 1, cpu: [0.9], throttled: share }],
        trafficP99: 50_000,
      }).opportunities.map(({ type }) => type);
    expect(throttled(0.05)).toContain('limit-policy');
    expect(throttled(0.3)).not.toContain('limit-policy');
    expect(throttled(0.3)).toContain('cpu-under-requested');
  });
});

describe('failing-workload', () => {
  it('costs what the failing pods reserve', () => {
    const one = judged({ replicas: 4, trouble: 'CrashLoopBackOff', troubled: 1 }).opportunities.find(
      ({ type }) => type === 'failing-workload',
    );
    // 1 of 4 pods × (1 core × $0.03 + 0.5 GiB × $0.004) × 730 h
    expect(one?.saving.nominal.usd.likely).toBeCloseTo(23.36, 2);
    expect(one?.risk.reasons.join()).toMatch(/CrashLoopBackOff/);
  });

  it('is silent about what is suspended', () => {
    const { opportunities } = judged({
      kind: 'CronJob',
      replicas: 4,
      phase: 'Failed',
      declared: { suspended: true },
    });
    expect(opportunities.map(({ type }) => type)).not.toContain('failing-workload');
  });
});
