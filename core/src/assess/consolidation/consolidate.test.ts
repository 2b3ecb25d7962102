import {
  bytes,
  bytesToKubernetesQuantity,
  type Change,
  cores,
  coresToKubernetesQuantity,
  gramsCO2e,
  kilowattHours,
  type Opportunity,
  opportunityId,
  type OpportunityType,
  ratio,
  usd,
  type Workload,
} from '../../model/index.ts';
import { type WorkloadSketch } from '../examples/clusterSketch.ts';
import { observationOf } from '../examples/observationOf.ts';
import { consolidate } from './consolidate.ts';

const exactly = <T extends number>(value: T) => ({ low: value, likely: value, high: value });

const finding = (
  workload: Workload,
  type: OpportunityType,
  changes: readonly Change[],
  saved: number,
): Opportunity => ({
  id: opportunityId(type, workload.reference, 'server'),
  type,
  subject: workload.reference,
  workloadId: workload.id,
  container: 'server',
  policyId: 'balanced',
  window: { start: 0, end: 1 } as Opportunity['window'],
  detectedAt: 1 as Opportunity['detectedAt'],
  changes,
  saving: {
    nominal: {
      usd: exactly(usd(saved)),
      carbon: exactly(gramsCO2e(0)),
      energy: exactly(kilowattHours(0)),
      freedCpu: cores(0),
      freedMemory: bytes(0),
    },
    realisable: null,
    provenance: [],
  },
  includedIn: null,
  risk: { level: 'low', reasons: [] },
  confidence: { score: ratio(1), reasons: [] },
  evidence: [],
});

const cpuTo = (to: number): Change => ({
  container: 'server',
  target: 'requests.cpu',
  from: null,
  to: coresToKubernetesQuantity(cores(to)),
});

const pod = (name: string, node: number, cpuRequest: number, more: WorkloadSketch = {}): WorkloadSketch => ({
  name,
  replicas: 1,
  on: [node],
  scheduling: {},
  containers: [{ cpuRequest, memoryRequest: 512 }],
  ...more,
});

const cluster = (nodes: number, workloads: readonly WorkloadSketch[]) => {
  const observation = observationOf({ days: 1, nodes, workloads });
  const named = (name: string): Workload => {
    const workload = observation.inventory.workloads.find(({ reference }) => reference.name === name);
    if (!workload) throw new Error(`there is no ${name}`);
    return workload;
  };
  return { observation, named };
};

/** 4 cores × $0.03 + 16 GiB × $0.004, 730 h. */
const NODE_USD = (4 * 0.03 + 16 * 0.004) * 730;
/** 20 W at rest, 730 h. */
const NODE_KWH = (20 * 730) / 1000;

describe('consolidate', () => {
  it('says nothing where nobody says where pods may run', () => {
    const { observation } = cluster(2, [{ replicas: 1 }]);
    expect(consolidate(observation, [])).toBeNull();
    expect(consolidate(observation, [], { unknownScheduling: 'free' })?.now).toHaveLength(1);
  });

  it('gives a node its price, its idle energy and the carbon of that', () => {
    const { observation } = cluster(2, [pod('a', 0, 1), pod('b', 1, 1)]);
    const [going] = consolidate(observation, [])?.now ?? [];
    expect(going?.saving.usd.likely).toBeCloseTo(NODE_USD, 9);
    expect(going?.saving.energy?.likely).toBeCloseTo(NODE_KWH, 9);
    expect(going?.saving.carbon?.likely).toBeCloseTo(NODE_KWH * 1.2 * 400, 6);
    expect(going?.after).toEqual([]);
  });

  it('puts a node down to the change that lets it go, and to no other', () => {
    const { observation, named } = cluster(2, [pod('a', 0, 3), pod('b', 1, 3), pod('c', 1, 0.5)]);
    const enough = finding(named('a'), 'cpu-over-requested', [cpuTo(0.5)], 50);
    const besides = finding(named('c'), 'cpu-over-requested', [cpuTo(0.4)], 80);
    const result = consolidate(observation, [besides, enough]);
    expect(result?.now).toEqual([]);
    expect(result?.afterFixes).toMatchObject([{ after: [enough.id] }]);
    const [first, second] = [enough, besides].map(({ id }) =>
      result?.contributions.find(one => one.opportunityId === id),
    );
    expect(first?.realisable?.usd.likely).toBeCloseTo(NODE_USD, 9);
    expect(second).toMatchObject({ nodes: [], realisable: { usd: { likely: 0 } } });
    expect(second?.reason).toMatch(/not enough/);
  });

  it('shares a node among changes none of which is enough', () => {
    const { observation, named } = cluster(2, [pod('a', 0, 2.5), pod('b', 1, 2.5)]);
    const findings = [
      finding(named('a'), 'cpu-over-requested', [cpuTo(2)], 30),
      finding(named('b'), 'cpu-over-requested', [cpuTo(2)], 10),
    ];
    const result = consolidate(observation, findings);
    expect(result?.afterFixes[0]?.after).toHaveLength(2);
    const shares = findings.map(
      ({ id }) => result?.contributions.find(one => one.opportunityId === id)?.realisable?.usd.likely ?? 0,
    );
    expect(shares[0]).toBeCloseTo(NODE_USD * 0.75, 9);
    expect(shares[1]).toBeCloseTo(NODE_USD * 0.25, 9);
  });

  it('does not count what is included in another', () => {
    const { observation, named } = cluster(2, [pod('a', 0, 3), pod('b', 1, 3)]);
    const included = {
      ...finding(named('a'), 'cpu-over-requested', [cpuTo(0.5)], 50),
      includedIn: 'opp-other',
    };
    const result = consolidate(observation, [included]);
    expect(result?.afterFixes).toEqual([]);
    expect(result?.contributions).toEqual([]);
  });

  it('takes the pods of a stopped workload away', () => {
    const { observation, named } = cluster(2, [pod('a', 0, 3), pod('b', 1, 3)]);
    const stop: Change = { container: null, target: 'replicas', from: '1', to: '0' };
    const result = consolidate(observation, [finding(named('a'), 'idle-workload', [stop], 50)]);
    expect(result?.afterFixes).toHaveLength(1);
  });

  it('keeps a node that is needed once somebody gets what it lacks, and charges that', () => {
    const { observation, named } = cluster(2, [pod('a', 0, 1), pod('b', 1, 1)]);
    const raise = finding(named('a'), 'cpu-under-requested', [cpuTo(3.5)], -50);
    const result = consolidate(observation, [raise]);
    expect(result?.now).toHaveLength(1);
    expect(result?.neededAgain).toMatchObject([{ after: [raise.id] }]);
    expect(result?.contributions[0]?.realisable?.usd.likely).toBeCloseTo(-NODE_USD, 9);
    expect(result?.staying).toHaveLength(2);
  });

  it('lets a node go once what blocks its pods is lifted', () => {
    const { observation, named } = cluster(3, [
      pod('a', 0, 2.5, { kind: 'Pod' }),
      pod('b', 1, 2.5, { kind: 'Pod' }),
      pod('held', 2, 0.5, { declared: { podAnnotations: { 'karpenter.sh/do-not-disrupt': 'true' } } }),
    ]);
    const blocked = finding(named('held'), 'blocked-eviction', [], 0);
    const result = consolidate(observation, [blocked]);
    expect(result?.afterFixes).toMatchObject([{ node: 'node-2', after: [blocked.id] }]);
    expect(result?.contributions[0]?.realisable?.usd.likely).toBeCloseTo(NODE_USD, 9);
  });

  it('names who pins a node for ever', () => {
    const { observation } = cluster(2, [pod('a', 0, 3.8), pod('bare', 1, 0.5, { kind: 'Pod' })]);
    const staying = consolidate(observation, [])?.staying ?? [];
    expect(staying.find(({ node }) => node === 'node-1')?.pins).toMatchObject([
      { workload: { name: 'bare' }, constraint: 'bare-pod' },
    ]);
  });

  it('tells a volume’s bill as it is, and leaves open what it cannot simulate', () => {
    const { observation, named } = cluster(2, [pod('a', 0, 3), pod('b', 1, 3)]);
    const volume = finding(named('a'), 'unmounted-volume-claim', [], 7);
    const nights = finding(named('b'), 'off-hours', [], 9);
    const [first, second] = consolidate(observation, [volume, nights])?.contributions ?? [];
    expect(first?.realisable?.usd.likely).toBe(7);
    expect(second).toMatchObject({ realisable: null, reason: expect.stringContaining('hours') });
  });

  it('says what it did not know', () => {
    const { observation } = cluster(2, [
      pod('a', 0, 1, { volumes: { emptyDir: true } }),
      pod('b', 1, 1, { declared: { scheduling: null } }),
    ]);
    const doubts = consolidate(observation, [])?.doubts.join('\n');
    expect(doubts).toContain('1 pod of which nobody says where they may run');
    expect(doubts).toContain('Disruption budgets could not be read');
    expect(doubts).toContain('1 pod with scratch space');
  });

  it('memory counts like CPU', () => {
    const heavy = (node: number) => ({
      containers: [{ cpuRequest: 0.1, memoryRequest: 12_000 }],
      on: [node],
    });
    const { observation, named } = cluster(2, [pod('a', 0, 0, heavy(0)), pod('b', 1, 0, heavy(1))]);
    const smaller: Change = {
      container: 'server',
      target: 'requests.memory',
      from: null,
      to: bytesToKubernetesQuantity(bytes(2 ** 30)),
    };
    const result = consolidate(observation, [finding(named('a'), 'memory-over-requested', [smaller], 5)]);
    expect(result?.now).toEqual([]);
    expect(result?.afterFixes).toHaveLength(1);
  });
});
