import {
  BALANCED,
  bytes,
  type KubernetesNamespace,
  type Opportunity,
  type Provenance,
  type Service,
  unixSeconds,
  usdPerHour,
  type VolumeClaim,
  workloadId,
} from '../../model/index.ts';
import { assess } from '../assess.ts';
import { type ClusterSketch, END, type WorkloadSketch } from '../examples/clusterSketch.ts';
import { observationOf } from '../examples/observationOf.ts';

const GIB = 2 ** 30;
const MONTH = 730;
const provenance: Provenance = { kind: 'configured', method: 'test', source: 'test' };
const loadBalancer = { perHour: usdPerHour(0.025), provenance };
const OLD = unixSeconds(0);

const idle = (name: string): WorkloadSketch => ({ name, containers: [{ cpu: [0.001] }], trafficP99: 10 });
const service = (name: string, app: string): Service => ({
  namespace: 'shop',
  name,
  type: 'LoadBalancer',
  selector: { app },
  createdAt: OLD,
});
const claim = (name: string, gib: number, changes: Partial<VolumeClaim> = {}): VolumeClaim => ({
  namespace: 'shop',
  name,
  storageClass: null,
  requestedBytes: bytes(gib * GIB),
  usedBytes: null,
  mountedBy: [],
  volume: `pv-${name}`,
  createdAt: OLD,
  ...changes,
});
const preview: KubernetesNamespace = {
  name: 'shop',
  labels: {},
  annotations: { 'janitor/ttl': '1d' },
  createdAt: OLD,
};

const findingsOf = (cluster: ClusterSketch): readonly Opportunity[] =>
  assess(observationOf(cluster), BALANCED).opportunities;
const ofType = (all: readonly Opportunity[], type: Opportunity['type']) =>
  all.filter(one => one.type === type);
const MACHINES: ReadonlySet<string> = new Set(['Node', 'NodePool', 'Cluster']);

/** What all findings that count save together; machines that are too many are another matter. */
const counted = (all: readonly Opportunity[]): number =>
  all
    .filter(({ includedIn, subject }) => includedIn === null && !MACHINES.has(subject.kind))
    .reduce((total, { saving }) => total + Math.max(0, saving.nominal.usd.likely), 0);

describe('a namespace that is left behind', () => {
  const workloads = [idle('web'), idle('api')];
  // Two workloads × two pods × (1 core, 0.5 GiB).
  const compute = 4 * (0.03 + 0.5 * 0.004) * MONTH;

  it('saves what its workloads save, and their findings are included in it', () => {
    const all = findingsOf({ workloads });
    const [namespace] = ofType(all, 'idle-namespace');
    expect(namespace?.saving.nominal.usd.likely).toBeCloseTo(compute, 6);
    expect(namespace).toMatchObject({
      subject: { kind: 'Namespace', name: 'shop' },
      workloadId: null,
      includedIn: null,
    });
    const idles = ofType(all, 'idle-workload');
    expect(idles.map(({ includedIn }) => includedIn)).toEqual([namespace?.id, namespace?.id]);
    expect(counted(all)).toBeCloseTo(compute, 6);
  });

  it('saves its volumes and load balancers too once it is past its end, and nothing twice', () => {
    const all = findingsOf({
      workloads,
      inventory: {
        namespaces: [preview],
        volumeClaims: [claim('forgotten', 300), claim('mounted', 100, { mountedBy: ['wl'] })],
        services: [service('front', 'web'), service('dead', 'gone')],
      },
      prices: { loadBalancer },
    });
    const storage = 400 * 0.00005 * MONTH;
    const [expired] = ofType(all, 'expired-environment');
    expect(expired?.saving.nominal.usd.likely).toBeCloseTo(compute + storage + 2 * 0.025 * MONTH, 6);
    expect(expired?.includedIn).toBeNull();
    for (const type of [
      'idle-namespace',
      'idle-workload',
      'unmounted-volume-claim',
      'leftover-object',
    ] as const) {
      const included = ofType(all, type);
      expect(included.length).toBeGreaterThan(0);
      expect(included.every(({ includedIn }) => includedIn === expired?.id)).toBe(true);
    }
    expect(counted(all)).toBeCloseTo(compute + storage + 2 * 0.025 * MONTH, 6);
    // Of what its disks draw nothing is known and nothing is claimed; of its pods it is.
    expect(expired?.saving.nominal.energy?.likely).toBeGreaterThan(0);
  });

  it('is shown without money where nothing in it costs any, because its owner has said so', () => {
    const [expired] = ofType(
      findingsOf({ workloads: [], inventory: { namespaces: [preview] } }),
      'expired-environment',
    );
    expect(expired?.saving.nominal.usd.likely).toBe(0);
  });
});

describe('a load balancer with nothing behind it', () => {
  const cluster = (prices: ClusterSketch['prices']): ClusterSketch => ({
    workloads: [{}],
    inventory: { services: [service('dead', 'gone')] },
    ...(prices && { prices }),
  });

  it('saves its price, with the doubt of where that comes from', () => {
    const [found] = ofType(findingsOf(cluster({ loadBalancer })), 'leftover-object');
    const bill = 0.025 * MONTH;
    expect(found?.saving.nominal.usd).toEqual({
      low: expect.closeTo(bill * 0.95, 9),
      likely: expect.closeTo(bill, 9),
      high: expect.closeTo(bill * 1.05, 9),
    });
    expect(found?.saving.nominal).toMatchObject({ carbon: null, energy: null });
    expect(found?.subject).toMatchObject({ kind: 'Service', namespace: 'shop', name: 'dead' });
  });

  it('claims no money where nobody says what one costs', () => {
    const [found] = ofType(findingsOf(cluster(undefined)), 'leftover-object');
    expect(found?.saving.nominal.usd.likely).toBe(0);
    expect(found?.evidence.some(({ unit }) => unit === 'USD/month')).toBe(false);
  });
});

describe('what nobody calls', () => {
  const cart = (sketch: Partial<WorkloadSketch> = {}): ClusterSketch => ({
    workloads: [{ name: 'cart', containers: [{ cpu: [0.02] }], trafficP99: 300, ...sketch }],
    inventory: { services: [{ ...service('cart', 'cart'), type: 'ClusterIP' }] },
  });
  const abandoned = (sketch?: Partial<WorkloadSketch>) =>
    ofType(findingsOf(cart(sketch)), 'abandoned-by-traffic');

  it('is stopped, and is given no other size beside', () => {
    const all = findingsOf(cart());
    const [found] = ofType(all, 'abandoned-by-traffic');
    expect(found?.changes).toEqual([{ container: null, target: 'replicas', from: '2', to: '0' }]);
    expect(found?.saving.nominal.usd.likely).toBeCloseTo(2 * (0.03 + 0.5 * 0.004) * MONTH, 6);
    expect(ofType(all, 'cpu-over-requested')).toEqual([]);
  });

  it.each<[string, Partial<WorkloadSketch>, boolean]>([
    // The mean of the sketch is its P99, so up to 4 kB/s all of it is put down to machines.
    ['steady traffic of probes and scrapes', { trafficP99: 3_900 }, true],
    ['a little more than machines cause', { trafficP99: 4_200 }, false],
    ['new pods', { ageDays: 3 }, false],
    ['a DaemonSet', { kind: 'DaemonSet' }, false],
    ['chores just below the limit', { containers: [{ cpu: [0.049] }] }, true],
    ['work of its own', { containers: [{ cpu: [0.051] }] }, false],
  ])('%s: %#', (_, sketch, isFound) => {
    expect(abandoned(sketch).length > 0).toBe(isFound);
  });
});

describe('volumes', () => {
  it('that are oversized free what is beyond the highest use, headroom and growth, in whole GiB', () => {
    const [found] = ofType(
      findingsOf({
        workloads: [{}],
        inventory: {
          volumeClaims: [
            claim('data', 1_000, { mountedBy: ['wl'], usedBytes: bytes(100.3 * GIB), createdAt: OLD }),
          ],
        },
      }),
      'oversized-volume',
    );
    const target = found?.evidence.find(({ id }) => id === 'volume.target')?.value;
    expect(target).toBe(126 * GIB); // 100.3 × 1.25 = 125.375, rounded up
    expect(found?.saving.nominal.usd.likely).toBeCloseTo((1_000 - 126) * 0.00005 * MONTH, 6);
    expect(found?.risk.level).toBe('high');
    expect(found?.confidence.reasons.join()).toMatch(/How fast it grows is not known/);
  });

  it('of a StatefulSet that scaled down stay; those of one that is gone go', () => {
    const left = (name: string) =>
      ofType(
        findingsOf({
          workloads: [{ kind: 'StatefulSet', name, replicas: 1 }],
          inventory: { volumeClaims: [claim('data-db-3', 300)] },
        }),
        'unmounted-volume-claim',
      ).length;
    expect([left('db'), left('b'), left('other')]).toEqual([0, 1, 1]);
  });

  it('say so where nobody tells their age', () => {
    const [known, unknown] = [OLD, null].map(
      createdAt =>
        ofType(
          findingsOf({ workloads: [{}], inventory: { volumeClaims: [claim('data', 300, { createdAt })] } }),
          'unmounted-volume-claim',
        )[0],
    );
    expect(unknown?.confidence.score).toBeLessThan(known?.confidence.score ?? 0);
    expect(unknown?.evidence.some(({ id }) => id === 'claim.age')).toBe(false);
  });
});

describe('observing', () => {
  it('is found from a twentieth of the cluster’s cost on, volumes included, and claims no money', () => {
    // One node of 4 cores and 16 GiB: 0.184 $/h. The observer holds `cpu` cores and 0.5 GiB.
    const share = (cpuRequest: number, gib: number) => {
      const prometheus = workloadId({
        clusterId: 'test',
        namespace: 'shop',
        kind: 'Deployment',
        name: 'prometheus',
      });
      const [found] = ofType(
        findingsOf({
          nodes: 1,
          workloads: [{ name: 'prometheus', replicas: 1, containers: [{ cpuRequest, cpu: [0.001] }] }],
          inventory: { volumeClaims: [claim('tsdb', gib, { mountedBy: [prometheus] })] },
        }),
        'cost-of-observing',
      );
      return found;
    };
    expect(share(0.2, 0)).toBeUndefined(); // (0.006 + 0.002) ÷ 0.184 = 4.3 %
    const dear = share(0.2, 100); // (0.008 + 0.005) ÷ 0.189 = 6.9 %
    expect(dear?.evidence.find(({ id }) => id === 'observers.share')?.value).toBeCloseTo(0.013 / 0.189, 6);
    expect(dear?.saving.nominal.usd.likely).toBe(0);
  });
});

it('the end of the sketch is in November 2026, as the examples assume', () => {
  expect(END).toBe(Date.UTC(2026, 10, 16) / 1000);
});
