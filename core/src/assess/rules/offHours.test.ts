import { BALANCED, type KubernetesNamespace } from '../../model/index.ts';
import { assess } from '../assess.ts';
import { type ClusterSketch, type WorkloadSketch } from '../examples/clusterSketch.ts';
import { observationOf } from '../examples/observationOf.ts';
import { batchRunAsService } from './batchRunAsService.ts';
import { offHours } from './offHours.ts';

const OFFICE: WorkloadSketch = {
  containers: [{ cpuByClock: { busy: 0.8, quiet: 0.01, from: 8, to: 18, weekdays: [1, 2, 3, 4, 5] } }],
};

const asleep = (workload: WorkloadSketch, cluster: Omit<ClusterSketch, 'workloads'> = {}) =>
  assess(observationOf({ ...cluster, workloads: [workload] }), BALANCED, [offHours]).opportunities[0];

const namespace = (zone: string): KubernetesNamespace => ({
  name: 'shop',
  labels: {},
  annotations: { 'greenops.dev/time-zone': zone },
  createdAt: null,
});

const hoursOf = (one: ReturnType<typeof asleep>) =>
  ['weekdays.from', 'weekdays.to', 'daily.from', 'daily.to'].map(
    id => one?.evidence.find(fact => fact.id === id)?.value,
  );

describe('off-hours', () => {
  it('saves the share of the week of what is requested', () => {
    const one = asleep(OFFICE);
    expect(hoursOf(one)).toEqual([18, 7, undefined, undefined]);
    // 2 pods × (1 core × $0.03 + 0.5 GiB × $0.004) × 730 h × 113 of 168 hours
    expect(one?.saving.nominal.usd.likely).toBeCloseTo((46.72 * 113) / 168, 2);
  });

  it('goes by the clock of the workload, else of its namespace, else of the cluster, else by UTC', () => {
    // November: Berlin is an hour ahead of UTC, New York five behind.
    const workload = { ...OFFICE, declared: { annotations: { 'greenops.dev/time-zone': 'Europe/Berlin' } } };
    const inventory = { namespaces: [namespace('America/New_York')] };
    expect(hoursOf(asleep(workload, { inventory }))).toEqual([19, 8, undefined, undefined]);
    expect(hoursOf(asleep(OFFICE, { inventory }))).toEqual([13, 2, undefined, undefined]);
    const cluster = {
      id: 'test',
      name: 'Test',
      provider: 'aws',
      region: null,
      timeZone: 'Europe/Berlin',
      demo: false,
    } as const;
    expect(hoursOf(asleep(OFFICE, { facts: { cluster } }))).toEqual([19, 8, undefined, undefined]);
  });

  it('says whose hours they are, and trusts them less where nobody does', () => {
    const assumed = asleep(OFFICE);
    const said = asleep(OFFICE, { inventory: { namespaces: [namespace('Europe/Berlin')] } });
    expect(assumed?.risk.reasons.join()).toMatch(/Hours are UTC, because nobody says/);
    expect(said?.risk.reasons.join()).toMatch(
      /Hours are those of Europe\/Berlin, as the annotation of its namespace/,
    );
    expect(assumed?.confidence.score).toBeLessThan(said?.confidence.score ?? 0);
  });

  it('passes over a zone that does not exist, and tells', () => {
    const one = asleep(OFFICE, { inventory: { namespaces: [namespace('Mars/Olympus')] } });
    expect(hoursOf(one)).toEqual([18, 7, undefined, undefined]);
    expect(one?.risk.reasons.join()).toMatch(/"Mars\/Olympus", which is no time zone/);
  });

  it('saves no more of an autoscaled workload than its minimum', () => {
    const one = asleep({
      ...OFFICE,
      replicas: 4,
      autoscaler: {
        kind: 'HorizontalPodAutoscaler',
        name: 'cart',
        minReplicas: 1,
        maxReplicas: 9,
        currentReplicas: 4,
        targets: [],
        failures: [],
      },
    });
    expect(one?.saving.nominal.usd.likely).toBeCloseTo((23.36 * 113) / 168, 2);
  });
});

describe('batch-run-as-service', () => {
  const batch: WorkloadSketch = {
    containers: [{ cpuByClock: { busy: 0.9, quiet: 0.002, from: 2, to: 3, weekdays: [0] } }],
  };

  it('knows weekly work too', () => {
    const [one] = assess(observationOf({ days: 28, workloads: [batch] }), BALANCED, [
      batchRunAsService,
    ]).opportunities;
    expect(one?.evidence.find(({ id }) => id === 'active.period')?.value).toBe(7 * 86_400);
    expect(one?.saving.nominal.usd.likely).toBeCloseTo(46.72 * (1 - 1 / 168), 2);
  });
});
