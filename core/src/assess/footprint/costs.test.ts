import fc from 'fast-check';
import {
  BALANCED,
  bytes,
  type ClusterBalance,
  type Inventory,
  type Observation,
  type PersistentVolume,
  type PriceBook,
  type Provenance,
  type Service,
  unixSeconds,
  usdPerHour,
  type VolumeClaim,
  type WorkloadFootprint,
  workloadId,
} from '../../model/index.ts';
import { assess } from '../assess.ts';
import { type ClusterSketch } from '../examples/clusterSketch.ts';
import { observationOf } from '../examples/observationOf.ts';

const GIB = 2 ** 30;
const MONTH = 730;
const provenance: Provenance = { kind: 'configured', method: 'test', source: 'test' };
const idOf = (name: string) => workloadId({ clusterId: 'test', namespace: 'shop', kind: 'Deployment', name });

const claim = (
  name: string,
  gib: number,
  mountedBy: readonly string[],
  volume: string | null = name,
): VolumeClaim => ({
  namespace: 'shop',
  name,
  storageClass: 'ssd',
  requestedBytes: bytes(gib * GIB),
  usedBytes: null,
  mountedBy: mountedBy.map(idOf),
  volume,
  createdAt: null,
});
const volume = (name: string, gib: number, phase: PersistentVolume['phase'] = 'Bound'): PersistentVolume => ({
  name,
  phase,
  capacity: bytes(gib * GIB),
  storageClass: 'ssd',
  claim: null,
  nodeAffinity: null,
  reclaimPolicy: 'Retain',
  createdAt: null,
});
const service = (name: string, app: string | null): Service => ({
  namespace: 'shop',
  name,
  type: 'LoadBalancer',
  selector: app === null ? null : { app },
  createdAt: unixSeconds(0),
});

/** Prices of the sketch and the given ones besides. */
function priced(sketch: ClusterSketch, prices: Partial<PriceBook>): Observation {
  const observation = observationOf(sketch);
  return { ...observation, prices: { ...observation.prices, ...prices } };
}

function costsOf(observation: Observation): {
  balance: ClusterBalance;
  of: (name: string) => WorkloadFootprint;
} {
  const { footprints, balance } = assess(observation, BALANCED, []);
  return {
    balance,
    of: name => {
      const footprint = footprints.get(idOf(name));
      if (!footprint) throw new Error(`no footprint of ${name}`);
      return footprint;
    },
  };
}

const PRICES: Partial<PriceBook> = {
  storageClasses: new Map([['ssd', { perHour: usdPerHour(0.0002), provenance }]]),
  loadBalancer: { perHour: usdPerHour(0.025), provenance },
};
const sketch = (inventory: Partial<Inventory>): ClusterSketch => ({
  workloads: [{ name: 'web' }, { name: 'api' }],
  inventory,
});

describe('the costs of a workload', () => {
  it('hold the volumes it mounts, at the price of their class and the size of the volume', () => {
    const { of } = costsOf(
      priced(
        sketch({
          volumeClaims: [
            claim('own', 10, ['web']),
            claim('shared', 100, ['web', 'api']),
            claim('waiting', 50, ['web'], null),
          ],
          volumes: [volume('own', 20), volume('shared', 100)],
        }),
        PRICES,
      ),
    );
    const perGiB = 0.0002 * MONTH;
    expect(of('web').costs.storage).toBeCloseTo((20 + 50) * perGiB, 9);
    expect(of('api').costs.storage).toBeCloseTo(50 * perGiB, 9);
    expect(of('api').provenance).toContainEqual(provenance);
  });

  it('hold the load balancers it runs behind', () => {
    const { of, balance } = costsOf(
      priced(
        sketch({ services: [service('front', 'web'), service('dead', 'gone'), service('manual', null)] }),
        PRICES,
      ),
    );
    expect(of('web').costs.loadBalancer).toBeCloseTo(0.025 * MONTH, 9);
    expect(of('api').costs.loadBalancer).toBe(0);
    const compute = of('web').costs.compute + of('api').costs.compute;
    const nodes = 2 * (4 * 0.03 + 16 * 0.004) * MONTH;
    expect(balance.unallocated.usdPerMonth).toBeCloseTo(nodes - compute + 2 * 0.025 * MONTH, 6);
  });

  it('hold its traffic where somebody meters it', () => {
    const network = { workloads: new Map([[idOf('web'), usdPerHour(0.5)]]), provenance };
    const metered = costsOf(priced(sketch({}), { network }));
    expect([metered.of('web').costs.network, metered.of('api').costs.network]).toEqual([365, 0]);
  });

  it('are unknown, not zero, where nobody says', () => {
    const { of } = costsOf(observationOf(sketch({ services: null })));
    expect(of('web').costs).toMatchObject({ loadBalancer: null, network: null });
    expect(of('web').usdPerMonth).toBeCloseTo(of('web').costs.compute, 9);
  });

  it('tell GPUs apart, and do not call a GPU free that nobody prices', () => {
    const gpu: ClusterSketch = { workloads: [{ name: 'web', replicas: 1, containers: [{ gpus: 2 }] }] };
    expect(costsOf(observationOf(gpu)).of('web').costs.gpu).toBeCloseTo(2 * 0.95 * MONTH, 6);
    const observation = observationOf(gpu);
    const unpriced = { ...observation.prices.fallback, perGpu: null };
    expect(costsOf(priced(gpu, { fallback: unpriced })).of('web').costs.gpu).toBeNull();
  });

  it('hold no idle capacity unless the price book shares it, and then all of it by compute cost', () => {
    const unshared = costsOf(observationOf(sketch({})));
    expect(unshared.of('web').costs.sharedIdle).toBe(0);
    expect(unshared.balance.unallocated.usdPerMonth).toBeGreaterThan(0);
    const { of, balance } = costsOf(priced(sketch({}), { idle: 'byCost' }));
    const [web, api] = [of('web').costs, of('api').costs];
    expect(balance.unallocated.usdPerMonth).toBeCloseTo(0, 6);
    expect(web.sharedIdle / api.sharedIdle).toBeCloseTo(web.compute / api.compute, 9);
    expect(web.sharedIdle + api.sharedIdle).toBeCloseTo(Number(unshared.balance.unallocated.usdPerMonth), 6);
  });
});

describe('the costs of a cluster', () => {
  const size = fc.integer({ min: 0, max: 500 });
  const bearers = fc.subarray(['web', 'api', 'gone']);

  it('are those of its workloads and what is unallocated, whatever is mounted, balanced, metered and shared', () => {
    fc.assert(
      fc.property(
        fc.record({
          claims: fc.array(fc.record({ gib: size, mountedBy: bearers, bound: fc.boolean() }), {
            maxLength: 5,
          }),
          volumes: fc.option(fc.array(size, { maxLength: 3 })),
          services: fc.option(fc.array(fc.constantFrom('web', 'api', 'gone', null), { maxLength: 4 })),
          network: fc.option(fc.array(fc.double({ min: 0, max: 3, noNaN: true }), { maxLength: 3 })),
          idle: fc.constantFrom('unallocated' as const, 'byCost' as const),
          cpu: fc.double({ min: 0, max: 9, noNaN: true }),
          // A CronJob that no pod of is seen any more ran on a node that is gone.
          kind: fc.constantFrom('Deployment', 'CronJob'),
          replicas: fc.integer({ min: 0, max: 3 }),
        }),
        ({ claims, volumes, services, network, idle, cpu, kind, replicas }) => {
          const observation = priced(
            {
              days: 4,
              workloads: [
                { name: 'web', replicas, containers: [{ cpu: [cpu] }] },
                { name: 'api' },
                { name: 'run', kind },
              ],
              inventory: {
                volumeClaims: claims.map(({ gib, mountedBy, bound }, index) =>
                  claim(`c${index}`, gib, mountedBy, bound ? `c${index}` : null),
                ),
                volumes: volumes && volumes.map((gib, index) => volume(`v${index}`, gib, 'Released')),
                services: services && services.map((app, index) => service(`s${index}`, app)),
              },
            },
            {
              ...PRICES,
              idle,
              ...(network && {
                network: {
                  workloads: new Map(
                    network.map((cost, index) => [
                      idOf(['web', 'api', 'gone'][index] ?? ''),
                      usdPerHour(cost),
                    ]),
                  ),
                  provenance,
                },
              }),
            },
          );
          const { footprints, balance, notAssessed } = assess(observation, BALANCED, []);
          expect(notAssessed.filter(({ subject }) => subject?.kind === 'Cluster')).toEqual([]);
          const all = [...footprints.values()];
          for (const { costs, usdPerMonth } of all) {
            const parts = Object.values(costs).map((cost: number | null) => cost ?? 0);
            expect(parts.reduce((sum, part) => sum + part, 0)).toBeCloseTo(usdPerMonth, 9);
            expect(Math.min(...parts)).toBeGreaterThanOrEqual(0);
          }
          const given = all.reduce((sum, { usdPerMonth }) => sum + usdPerMonth, 0);
          expect(given + balance.unallocated.usdPerMonth).toBeCloseTo(Number(balance.nodes.usdPerMonth), 6);
          const perGiB = 0.0002 * MONTH;
          const nodes = 2 * (4 * 0.03 + 16 * 0.004) * MONTH;
          const stored = claims
            .filter(({ bound }) => bound || volumes === null)
            .reduce(
              (sum, { gib }) => sum + gib,
              (volumes ?? []).reduce((sum, gib) => sum + gib, 0),
            );
          const balanced = (services ?? []).length * 0.025 * MONTH;
          const sent = (network ?? []).reduce((sum, cost) => sum + cost, 0) * MONTH;
          expect(balance.nodes.usdPerMonth).toBeCloseTo(nodes + stored * perGiB + balanced + sent, 6);
        },
      ),
      { numRuns: 60 },
    );
  });
});
