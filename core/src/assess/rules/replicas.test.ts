import {
  type Autoscaler,
  BALANCED,
  type DisruptionBudget,
  type Opportunity,
  type OpportunityType,
  parseKubernetesQuantity,
  type Scheduling,
} from '../../model/index.ts';
import { assess } from '../assess.ts';
import { type ClusterSketch, type WorkloadSketch } from '../examples/clusterSketch.ts';
import { observationOf } from '../examples/observationOf.ts';

const judged = (workload: WorkloadSketch, cluster: Omit<ClusterSketch, 'workloads'> = {}) =>
  assess(observationOf({ ...cluster, workloads: [{ name: 'cart', ...workload }] }), BALANCED);

const finding = (
  type: OpportunityType,
  workload: WorkloadSketch,
  cluster: Omit<ClusterSketch, 'workloads'> = {},
): Opportunity | undefined => judged(workload, cluster).opportunities.find(one => one.type === type);

const changesOf = (one: Opportunity | undefined) =>
  one?.changes.map(({ target, from, to }) => `${target} ${from ?? 'none'}→${to}`);
const factOf = (one: Opportunity | undefined, id: string) =>
  one?.evidence.find(fact => fact.id === id)?.value;

const FREE: Scheduling = {
  nodeSelector: {},
  nodeAffinity: null,
  podAffinity: [],
  podAntiAffinity: [],
  tolerations: [],
  topologySpread: [],
  priorityClass: null,
  hostPorts: [],
};

const budget = (minAvailable: string): DisruptionBudget => ({
  namespace: 'shop',
  name: 'cart',
  selector: [{ key: 'app', operator: 'In', values: ['cart'] }],
  minAvailable,
  maxUnavailable: null,
  disruptionsAllowed: 1,
  expectedPods: 6,
  currentHealthy: 6,
  desiredHealthy: 5,
});

const autoscaler = (overrides: Partial<Autoscaler> = {}): Autoscaler => ({
  kind: 'HorizontalPodAutoscaler',
  name: 'cart',
  minReplicas: 2,
  maxReplicas: 10,
  currentReplicas: 4,
  targets: [{ metric: 'cpu', utilizationPercent: 50 }],
  failures: [],
  ...overrides,
});

describe('too-many-replicas', () => {
  const idling: WorkloadSketch = { replicas: 6, containers: [{ cpuRequest: 1, cpu: [0.1] }] };
  const known = { ...idling, declared: { scheduling: FREE } };

  it('keeps as many as carry the busiest moment while one is away', () => {
    // 1 + ⌈6 × 0.1 × 1.1⌉ = 2, and a pair in any case.
    const one = finding('too-many-replicas', known, { inventory: { disruptionBudgets: [] } });
    expect(changesOf(one)).toEqual(['replicas 6→2']);
    // 4 pods × (1 core × $0.03 + 0.5 GiB × $0.004) × 730 h
    expect(one?.saving.nominal.usd.likely).toBeCloseTo(93.44, 2);
    expect(one?.saving.nominal.usd.low).toBeLessThan(93.44 * 0.8);
  });

  it('keeps three where a budget or a topology spread protects it, and one more than a budget counts', () => {
    const under = (budgets: readonly DisruptionBudget[], scheduling = FREE) =>
      changesOf(
        finding(
          'too-many-replicas',
          { ...idling, declared: { scheduling } },
          { inventory: { disruptionBudgets: budgets } },
        ),
      );
    expect(under([budget('50%')])).toEqual(['replicas 6→3']);
    expect(under([budget('4')])).toEqual(['replicas 6→5']);
    expect(under([budget('5')])).toBeUndefined();
    expect(under([{ ...budget('4'), selector: [{ key: 'app', operator: 'In', values: ['pay'] }] }])).toEqual([
      'replicas 6→2',
    ]);
    const spread = {
      maxSkew: 1,
      topologyKey: 'topology.kubernetes.io/zone',
      whenUnsatisfiable: 'DoNotSchedule' as const,
      selector: [],
      minDomains: null,
    };
    expect(under([], { ...FREE, topologySpread: [spread] })).toEqual(['replicas 6→3']);
  });

  it('keeps three and says so where nobody could read what protects it', () => {
    const one = finding('too-many-replicas', idling);
    expect(changesOf(one)).toEqual(['replicas 6→3']);
    expect(one?.risk.reasons.join()).toMatch(/could not be read/);
  });

  it('goes on sizing the pods that stay, and counts what overlaps once', () => {
    const { opportunities } = judged(idling);
    const counted = opportunities.filter(({ includedIn }) => includedIn === null).map(({ type }) => type);
    const included = opportunities.filter(({ includedIn }) => includedIn !== null).map(({ type }) => type);
    expect([...counted, ...included].sort()).toEqual(
      expect.arrayContaining(['cpu-over-requested', 'too-many-replicas']),
    );
    expect(counted).toContain('cpu-over-requested');
    expect(included).toContain('too-many-replicas');
  });
});

describe('autoscaler-target-and-request', () => {
  const scaled: WorkloadSketch = {
    replicas: 4,
    containers: [{ cpuRequest: 1, cpu: [0.4] }],
    autoscaler: autoscaler(),
  };

  it('changes request and target together, and the size rules leave the request to it', () => {
    const { opportunities, notAssessed } = judged(scaled);
    const one = opportunities.find(({ type }) => type === 'autoscaler-target-and-request');
    expect(one?.changes.map(({ target }) => target)).toEqual([
      'requests.cpu',
      'autoscaler.targetUtilization',
    ]);
    const [request = Number.NaN, target = Number.NaN] =
      one?.changes.map(({ to }) => parseKubernetesQuantity(to)) ?? [];
    expect(request * target).toBeGreaterThanOrEqual(1 * 50 - 1e-9);
    expect(request * target).toBeLessThan(1 * 50 + 0.1);
    expect(target).toBe(90);
    expect(opportunities.map(({ type }) => type)).not.toContain('cpu-over-requested');
    expect(notAssessed.map(({ reason }) => reason).join()).toMatch(/keeps cpu at 50 % of the request/);
    expect(factOf(one, 'replicas.simulated-proposed')).toBe(factOf(one, 'replicas.simulated'));
  });

  it('shares the change among the containers of the pod', () => {
    const one = finding('autoscaler-target-and-request', {
      ...scaled,
      containers: [
        { cpuRequest: 1, cpu: [0.5] },
        { name: 'proxy', cpuRequest: 1, cpu: [0.2] },
      ],
    });
    const requests = one?.changes.filter(({ target }) => target === 'requests.cpu') ?? [];
    expect(requests.map(({ container }) => container)).toEqual(['server', 'proxy']);
    const after = requests.reduce((sum, { to }) => sum + parseKubernetesQuantity(to), 0);
    const target = Number(one?.changes.find(({ container }) => container === null)?.to);
    expect((after * target) / 100).toBeCloseTo(1, 2);
  });

  it('has a memory target too', () => {
    const one = finding('autoscaler-target-and-request', {
      replicas: 4,
      containers: [{ memoryRequest: 4096, memory: [2000] }],
      autoscaler: autoscaler({ targets: [{ metric: 'memory', utilizationPercent: 50 }] }),
    });
    expect(one?.changes.map(({ target }) => target)).toEqual([
      'requests.memory',
      'autoscaler.targetUtilization',
    ]);
  });

  it('says why it proposes no target below its bound', () => {
    const { notAssessed, opportunities } = judged({
      ...scaled,
      autoscaler: autoscaler({ targets: [{ metric: 'cpu', utilizationPercent: 10 }] }),
    });
    expect(opportunities.map(({ type }) => type)).not.toContain('autoscaler-target-and-request');
    expect(notAssessed.map(({ reason }) => reason).join()).toMatch(/below the 50 %/);
  });
});

describe('autoscaler-minimum-too-high', () => {
  const pinned: WorkloadSketch = {
    replicas: 10,
    containers: [{ cpuRequest: 1, cpu: [0.15] }],
    autoscaler: autoscaler({
      minReplicas: 10,
      maxReplicas: 20,
      targets: [{ metric: 'cpu', utilizationPercent: 70 }],
    }),
    autoscaled: { atMinimum: 0.8, meanReplicas: 10.4 },
  };

  it('proposes what the autoscaler would run, and saves only in the time at the minimum', () => {
    // ⌈10 × 0.15 ÷ 0.7⌉ = 3
    const one = finding('autoscaler-minimum-too-high', pinned);
    expect(changesOf(one)).toEqual(['autoscaler.minReplicas 10→3']);
    // 7 replicas × 80 % of the time × (1 core × $0.03 + 0.5 GiB × $0.004) × 730 h
    expect(one?.saving.nominal.usd.likely).toBeCloseTo(7 * 0.8 * 23.36, 1);
  });

  it('leaves alone what scales on something else too', () => {
    const targets = [
      { metric: 'cpu', utilizationPercent: 70 },
      { metric: 'queue_length', utilizationPercent: null },
    ];
    expect(
      finding('autoscaler-minimum-too-high', {
        ...pinned,
        autoscaler: autoscaler({ minReplicas: 10, targets }),
      }),
    ).toBeUndefined();
  });
});

describe('autoscaler-at-maximum', () => {
  it('costs money, claims nothing, and raises in steps', () => {
    const { opportunities } = judged({
      replicas: 4,
      containers: [{ cpuRequest: 1, cpu: [3], memoryRequest: 4096, memory: [300] }],
      autoscaler: autoscaler({ maxReplicas: 4 }),
      autoscaled: { atMaximum: 0.5 },
    });
    const one = opportunities.find(({ type }) => type === 'autoscaler-at-maximum');
    expect(changesOf(one)).toEqual(['autoscaler.maxReplicas 4→6']);
    expect(one?.saving.nominal.usd.likely).toBeLessThan(0);
    expect(one?.saving.nominal.usd.low).toBeLessThanOrEqual(one?.saving.nominal.usd.likely ?? 0);
    const memory = opportunities.find(({ type }) => type === 'memory-over-requested');
    expect(memory?.includedIn).toBeNull();
    expect(one?.includedIn).toBeNull();
  });

  it('speaks up too where it scales on what is not metered here', () => {
    const one = finding('autoscaler-at-maximum', {
      replicas: 4,
      autoscaler: autoscaler({
        maxReplicas: 4,
        targets: [{ metric: 'queue_length', utilizationPercent: null }],
      }),
      autoscaled: { atMaximum: 0.5 },
    });
    expect(changesOf(one)).toEqual(['autoscaler.maxReplicas 4→6']);
    expect(one?.risk.level).toBe('medium');
  });
});

describe('autoscaling-candidate', () => {
  it('simulates the replicas of every hour', () => {
    const one = finding(
      'autoscaling-candidate',
      {
        replicas: 10,
        containers: [{ cpuRequest: 1, cpuByClock: { busy: 0.63, quiet: 0.02, from: 9, to: 15 } }],
        declared: { scheduling: FREE },
      },
      { inventory: { disruptionBudgets: [] } },
    );
    // ⌈10 × 0.63 ÷ 0.7⌉ = 9 for 6 hours, 2 for 18.
    expect(factOf(one, 'replicas.simulated')).toBeCloseTo((9 * 6 + 2 * 18) / 24, 2);
    expect(one?.changes).toEqual([]);
  });
});

describe('broken-autoscaler', () => {
  it('tells the conditions it was told', () => {
    const failures = [{ condition: 'ScalingActive', reason: 'FailedGetResourceMetric' }];
    const one = finding('broken-autoscaler', { autoscaler: autoscaler({ failures }) });
    expect(one?.risk.reasons.join()).toMatch(/FailedGetResourceMetric/);
  });

  it('does not call a bound a failure', () => {
    const failures = [{ condition: 'ScalingLimited', reason: 'TooManyReplicas' }];
    expect(finding('broken-autoscaler', { autoscaler: autoscaler({ failures }) })).toBeUndefined();
  });
});
