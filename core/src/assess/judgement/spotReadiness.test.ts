import { type DisruptionBudget, seconds, type Workload } from '../../model/index.ts';
import { type WorkloadSketch } from '../examples/clusterSketch.ts';
import { observationOf } from '../examples/observationOf.ts';
import { rollOutShare, spotReadiness } from './spotReadiness.ts';

const workloadOf = (sketch: WorkloadSketch): Workload => {
  const [workload] = observationOf({ days: 1, workloads: [{ name: 'cart', scheduling: {}, ...sketch }] })
    .inventory.workloads;
  if (!workload) throw new Error('there is nothing to look at');
  return workload;
};

const budget = (minAvailable: string): DisruptionBudget => ({
  namespace: 'shop',
  name: 'guard',
  selector: [{ key: 'app', operator: 'In', values: ['cart'] }],
  minAvailable,
  maxUnavailable: null,
  disruptionsAllowed: 1,
  expectedPods: 4,
  currentHealthy: 4,
  desiredHealthy: 2,
});

const ready = (sketch: WorkloadSketch, budgets: readonly DisruptionBudget[] = []) =>
  spotReadiness(workloadOf({ replicas: 4, ...sketch }), budgets, undefined).ready;

/** The checks and the numbers of Kubecost's page "Spot checklist". */
describe('Kubecost’s spot checklist', () => {
  it.each([
    [2, 1, false],
    [3, 1, false],
    [4, 0.75, true],
    [8, 0.75, true],
    [11, 9 / 11, true],
  ])('%d replicas with 25 %% unavailable keep %d in a roll-out', (replicas, share, passes) => {
    expect(rollOutShare(workloadOf({ replicas }), replicas)).toBeCloseTo(share, 12);
    expect(ready({ replicas })).toBe(passes);
  });

  it('passes exactly nine tenths', () => {
    expect(ready({ replicas: 10, declared: { maxUnavailable: 0.1 } })).toBe(true);
    expect(ready({ replicas: 11, declared: { maxUnavailable: 0.1 } })).toBe(false);
  });

  it('takes a share that stands for one whole pod as one', () => {
    expect(rollOutShare(workloadOf({ declared: { maxUnavailable: 1 / 3 } }), 3)).toBeCloseTo(2 / 3, 12);
  });

  it('fails a single replica, a StatefulSet and scratch volumes', () => {
    expect(ready({})).toBe(true);
    expect(ready({ replicas: 1, declared: { maxUnavailable: 1 } })).toBe(false);
    expect(ready({ kind: 'StatefulSet' })).toBe(false);
    expect(ready({ volumes: { emptyDir: true } })).toBe(false);
  });

  it('fails a budget that keeps more than half', () => {
    expect(ready({}, [budget('2')])).toBe(true);
    expect(ready({}, [budget('50%')])).toBe(true);
    expect(ready({}, [budget('3')])).toBe(false);
    expect(ready({}, [budget('51%')])).toBe(false);
  });

  it('believes the annotation on the workload or on its namespace', () => {
    const annotations = { 'spot.kubecost.com/spot-ready': 'true' };
    expect(ready({ kind: 'StatefulSet', declared: { annotations } })).toBe(true);
    const namespace = { name: 'shop', labels: {}, annotations, createdAt: null };
    expect(spotReadiness(workloadOf({ kind: 'StatefulSet' }), [], namespace).ready).toBe(true);
  });

  it('fails, on top, what needs as long to end as the notice is, and what is not known', () => {
    expect(ready({ declared: { terminationGracePeriod: seconds(119) } })).toBe(true);
    expect(ready({ declared: { terminationGracePeriod: seconds(120) } })).toBe(false);
    expect(ready({ declared: { terminationGracePeriod: null } })).toBe(false);
    expect(ready({ declared: { volumes: null } })).toBe(false);
    expect(ready({ declared: { maxUnavailable: null } })).toBe(false);
  });
});
