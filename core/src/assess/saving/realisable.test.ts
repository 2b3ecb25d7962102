import { BALANCED, type Opportunity, type Workload } from '../../model/index.ts';
import { assess } from '../assess.ts';
import { type ClusterSketch, type WorkloadSketch } from '../examples/clusterSketch.ts';
import { observationOf } from '../examples/observationOf.ts';
import { cpuOverRequested } from '../rules/cpuOverRequested.ts';
import { drainableNode } from '../rules/drainableNode.ts';

/** 4 cores × $0.03 + 16 GiB × $0.004, 730 h. */
const NODE_USD = (4 * 0.03 + 16 * 0.004) * 730;

const service = (name: string, on: number, cpuRequest: number): WorkloadSketch => ({
  name,
  replicas: 1,
  on: [on],
  scheduling: {},
  containers: [{ cpuRequest, cpu: [0.1, 0.2], memoryRequest: 512 }],
});

const assessed = (sketch: ClusterSketch) =>
  assess(observationOf(sketch), BALANCED, [cpuOverRequested, drainableNode]);

const realisableOf = ({ saving }: Opportunity): number | undefined => saving.realisable?.usd.likely;

describe('realisable saving', () => {
  it('is a node where the change lets one go, and its nominal saving stays what it was', () => {
    const sketch: ClusterSketch = { nodes: 2, workloads: [service('a', 0, 3), service('b', 1, 3)] };
    const { opportunities, consolidation } = assessed(sketch);
    expect(consolidation?.now).toEqual([]);
    expect(consolidation?.afterFixes).toHaveLength(1);
    const total = opportunities.reduce((sum, one) => sum + (realisableOf(one) ?? 0), 0);
    expect(total).toBeCloseTo(NODE_USD, 6);
    for (const { saving } of opportunities) expect(saving.nominal.usd.likely).toBeLessThan(NODE_USD);
  });

  it('is nothing, and not the nominal one, where nothing goes', () => {
    const { opportunities } = assessed({ nodes: 1, workloads: [service('a', 0, 3)] });
    expect(opportunities.map(realisableOf)).toEqual([0]);
    expect(opportunities[0]?.saving.nominal.usd.likely).toBeGreaterThan(40);
  });

  it('is the whole node for a node that can be emptied today', () => {
    const { opportunities } = assessed({ nodes: 2, workloads: [service('a', 0, 0.3), service('b', 1, 0.3)] });
    const drain = opportunities.find(({ type }) => type === 'drainable-node');
    expect(drain && realisableOf(drain)).toBeCloseTo(NODE_USD, 6);
    expect(drain?.saving.nominal.usd.likely).toBeCloseTo(NODE_USD, 6);
  });

  it('is not known, and not zero, where nobody says where pods may run', () => {
    const { opportunities, consolidation } = assessed({
      nodes: 2,
      workloads: [{ containers: [{ cpuRequest: 3, cpu: [0.1] }] }],
    });
    expect(consolidation).toBeNull();
    expect(opportunities.map(({ saving }) => saving.realisable)).toEqual([null]);
  });

  it('leaves a node alone on which something runs that could not be read', () => {
    const odd: WorkloadSketch = {
      name: 'odd',
      replicas: 1,
      on: [1],
      scheduling: {},
      containers: [{ cpuRequest: Number.NaN }],
    };
    const { consolidation } = assessed({ nodes: 2, workloads: [service('a', 0, 0.3), odd] });
    expect(consolidation?.now).toEqual([]);
    expect(consolidation?.staying.find(({ node }) => node === 'node-1')?.pins[0]?.constraint).toBe(
      'unknown-load',
    );
  });

  it('says why there is no simulation where it fails, and judges on', () => {
    const observation = observationOf({ nodes: 2, workloads: [service('a', 0, 3)] });
    const broken = {
      ...(observation.inventory.workloads[0] as Workload),
      get podLabels(): never {
        throw new RangeError('half a workload');
      },
    };
    const { opportunities, consolidation, notAssessed } = assess(
      {
        ...observation,
        inventory: { ...observation.inventory, workloads: [broken], disruptionBudgets: [BUDGET] },
      },
      BALANCED,
      [cpuOverRequested],
    );
    expect(opportunities).toHaveLength(1);
    expect(consolidation).toBeNull();
    expect(notAssessed.map(({ reason }) => reason)).toContain(
      'Which nodes go could not be simulated: half a workload',
    );
  });
});

const BUDGET = {
  namespace: 'shop',
  name: 'guard',
  selector: [{ key: 'app', operator: 'Exists' as const, values: [] }],
  minAvailable: null,
  maxUnavailable: '1',
  disruptionsAllowed: 1,
  expectedPods: 1,
  currentHealthy: 1,
  desiredHealthy: 0,
};
