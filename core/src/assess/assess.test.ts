import fc from 'fast-check';
import {
  BALANCED,
  MAX_SAVINGS,
  type Observation,
  parseKubernetesQuantity,
  POLICIES,
  type Workload,
} from '../model/index.ts';
import { assess } from './assess.ts';
import { observationOf } from './examples/observationOf.ts';

const MIXED = observationOf({
  workloads: [
    {
      name: 'over',
      containers: [{ cpuRequest: 2, cpu: [0.1, 0.2, 0.3], memoryRequest: 4096, memory: [300, 400] }],
    },
    { name: 'under', replicas: 1, containers: [{ cpuRequest: 0.1, cpu: [0.4] }] },
    { name: 'killed', containers: [{ memoryLimit: 512, oomKills: 3 }] },
    { name: 'bare', containers: [{ cpuRequest: null, memoryRequest: null, memory: [100] }] },
    { name: 'asleep', trafficP99: 12, containers: [{ cpu: [0.001], cpuRequest: 1 }] },
  ],
});

const withWorkloads = (observation: Observation, workloads: readonly Workload[]): Observation => ({
  ...observation,
  inventory: { ...observation.inventory, workloads },
});

describe('assess', () => {
  it('gives the same assessment for the same observation, in whatever order its workloads come', () => {
    const { workloads } = MIXED.inventory;
    const first = assess(MIXED, BALANCED);
    expect(assess(MIXED, BALANCED)).toEqual(first);
    const reversed = assess(withWorkloads(MIXED, workloads.toReversed()), BALANCED);
    expect(reversed.opportunities.map(({ id }) => id)).toEqual(first.opportunities.map(({ id }) => id));
    expect(reversed.notAssessed).toEqual(first.notAssessed);
  });

  it('lists the greatest saving first and what costs last', () => {
    const savings = assess(MIXED, BALANCED).opportunities.map(({ saving }) => saving.nominal.usd.likely);
    expect(savings).toEqual(savings.toSorted((a, b) => b - a));
    expect(savings[savings.length - 1]).toBeLessThan(0);
  });

  it('keeps ids when numbers change', () => {
    const ids = (policy: typeof BALANCED) =>
      assess(MIXED, policy)
        .opportunities.filter(({ subject }) => subject.name === 'over')
        .map(({ id }) => id)
        .sort();
    expect(ids(MAX_SAVINGS)).toEqual(ids(BALANCED));
  });

  it('accounts for init containers without judging them', () => {
    const { opportunities, notAssessed } = assess(
      observationOf({
        workloads: [
          { containers: [{ cpu: [0.2] }, { name: 'migrate', role: 'init', cpuRequest: 4, cpu: [0.1] }] },
        ],
      }),
      BALANCED,
    );
    const ofContainers = opportunities.filter(({ container }) => container !== null);
    expect(ofContainers.every(({ container }) => container === 'server')).toBe(true);
    expect(notAssessed.filter(({ container }) => container !== null)).toMatchObject([
      { container: 'migrate', ruleId: null },
    ]);
  });

  it('accounts for containers that no meter ever saw, once', () => {
    const observation = { ...MIXED, usage: new Map() };
    const { opportunities, notAssessed } = assess(observation, BALANCED);
    expect(opportunities.filter(({ container }) => container !== null)).toEqual([]);
    const ofContainers = notAssessed.filter(({ container }) => container !== null);
    expect(ofContainers.map(({ subject }) => subject?.name).sort()).toEqual(
      ['asleep', 'bare', 'killed', 'over', 'under'].sort(),
    );
  });

  it('says that nothing runs instead of saving nothing', () => {
    const { opportunities, notAssessed } = assess(
      observationOf({ workloads: [{ phase: 'Pending' }] }),
      BALANCED,
    );
    expect(opportunities.filter(({ workloadId }) => workloadId !== null)).toEqual([]);
    expect(notAssessed.map(({ reason }) => reason).join()).toMatch(/None of its pods runs/);
  });

  it('survives a workload that cannot even be looked at', () => {
    const [first] = MIXED.inventory.workloads;
    const broken = {
      ...(first as Workload),
      id: 'wl-broken',
      get containers(): never {
        throw new RangeError('half a workload');
      },
    };
    const sound = assess(MIXED, BALANCED);
    const { opportunities, notAssessed, footprints } = assess(
      withWorkloads(MIXED, [broken as unknown as Workload, ...MIXED.inventory.workloads]),
      BALANCED,
    );
    expect(opportunities).toEqual(sound.opportunities);
    expect(footprints.size).toBe(sound.footprints.size);
    expect(notAssessed).toContainEqual(
      expect.objectContaining({ ruleId: null, reason: 'Could not be judged: half a workload' }),
    );
  });

  const anyNumber = fc.oneof(
    fc.double({ min: 0, max: 100, noNaN: true }),
    fc.constantFrom(0, -1, Number.NaN, Number.POSITIVE_INFINITY, 1e-12, 1e15),
  );
  const anyUse = fc.option(
    fc.array(fc.double({ min: 0, max: 50, noNaN: true }), { minLength: 1, maxLength: 12 }),
  );
  const anyContainer = fc.record({
    cpuRequest: fc.option(anyNumber),
    cpuLimit: fc.option(anyNumber),
    memoryRequest: fc.option(anyNumber),
    memoryLimit: fc.option(anyNumber),
    cpu: anyUse,
    memory: anyUse,
    throttled: anyNumber,
    oomKills: fc.option(anyNumber),
    coverage: fc.constantFrom(0, 0.3, 1),
  });
  const anyWorkload = fc.record({
    name: fc.constantFrom('a', 'b', 'c'),
    kind: fc.constantFrom('Deployment', 'StatefulSet', 'DaemonSet', 'CronJob', 'Node', 'Rollout'),
    replicas: fc.integer({ min: 0, max: 4 }),
    containers: fc.array(anyContainer, { minLength: 0, maxLength: 1 }),
    ageDays: fc.constantFrom(0.01, 4, 60),
    restarts: fc.integer({ min: 0, max: 9 }),
    phase: fc.constantFrom('Running' as const, 'Pending' as const, 'Failed' as const),
    trafficP99: fc.option(anyNumber),
    activeWatts: fc.option(fc.double({ min: 0, max: 50, noNaN: true })),
  });

  it('judges whatever it is given: no exception, finite savings in order, valid requests and limits', () => {
    fc.assert(
      fc.property(
        fc.array(anyWorkload, { maxLength: 3 }),
        fc.constantFrom(...POLICIES),
        (workloads, policy) => {
          const observation = observationOf({ days: 8, workloads });
          for (const { saving, confidence, changes } of assess(observation, policy).opportunities) {
            for (const estimate of [saving.nominal.usd, saving.nominal.carbon, saving.nominal.energy]) {
              if (estimate === null) continue;
              expect(Number.isFinite(estimate.likely)).toBe(true);
              expect(estimate.low).toBeLessThanOrEqual(estimate.likely);
              expect(estimate.likely).toBeLessThanOrEqual(estimate.high);
            }
            expect(confidence.score).toBeGreaterThanOrEqual(0);
            expect(confidence.score).toBeLessThanOrEqual(1);
            for (const { from, to } of changes) expect(to).not.toBe(from);
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  const amount = fc.double({ min: 0.001, max: 8, noNaN: true });
  const soundContainer = fc.record({
    cpuRequest: fc.option(amount),
    cpuLimit: fc.option(fc.constantFrom(8, 12)),
    memoryRequest: fc.option(fc.integer({ min: 1, max: 4096 })),
    memoryLimit: fc.option(fc.constantFrom(4096, 8192)),
    cpu: fc.array(amount, { minLength: 1, maxLength: 6 }),
    memory: fc.array(fc.integer({ min: 1, max: 4096 }), { minLength: 1, maxLength: 6 }),
    throttled: fc.constantFrom(0, 0.5),
    oomKills: fc.constantFrom(0, 2),
  });
  const soundWorkload = fc.record({
    kind: fc.constantFrom('Deployment', 'StatefulSet', 'DaemonSet', 'CronJob'),
    replicas: fc.integer({ min: 1, max: 3 }),
    // Names must differ, or two containers would be one.
    containers: fc
      .array(soundContainer, { minLength: 1, maxLength: 3 })
      .map(all => all.map((one, index) => ({ ...one, name: `container-${index}` }))),
    trafficP99: fc.constantFrom(0, 5_000),
    activeWatts: fc.double({ min: 0, max: 5, noNaN: true }),
  });

  it('saves no more of a workload than it costs, in money and energy, and counts nothing twice', () => {
    fc.assert(
      fc.property(
        fc.array(soundWorkload, { minLength: 1, maxLength: 4 }),
        fc.constantFrom(...POLICIES),
        (workloads, policy) => {
          const { opportunities, footprints } = assess(observationOf({ days: 8, workloads }), policy);
          for (const { workloadId, usdPerMonth, energyPerMonth } of footprints.values()) {
            const own = opportunities.filter(one => one.workloadId === workloadId && one.includedIn === null);
            const gained = (figure: (one: (typeof own)[number]) => number) =>
              own.reduce((total, one) => total + Math.max(0, figure(one)), 0);
            expect(gained(({ saving }) => saving.nominal.usd.likely)).toBeLessThanOrEqual(usdPerMonth + 1e-9);
            expect(gained(({ saving }) => saving.nominal.energy?.likely ?? 0)).toBeLessThanOrEqual(
              (energyPerMonth ?? 0) + 1e-9,
            );
            const idle = own.some(({ type }) => type === 'idle-workload');
            if (idle) expect(own.filter(({ container }) => container !== null)).toEqual([]);
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  it('proposes no request above its limit, and never touches one value in two findings', () => {
    fc.assert(
      fc.property(
        fc.array(soundWorkload, { minLength: 1, maxLength: 3 }),
        fc.constantFrom(...POLICIES),
        (workloads, policy) => {
          const observation = observationOf({ days: 8, workloads });
          const { opportunities } = assess(observation, policy);
          for (const { id, containers } of observation.inventory.workloads) {
            for (const { name, requests, limits } of containers) {
              const changes = opportunities
                .filter(one => one.workloadId === id && one.container === name)
                .flatMap(one => one.changes);
              expect(new Set(changes.map(({ target }) => target)).size).toBe(changes.length);
              const after = (target: string, now: number | null) => {
                const to = changes.find(change => change.target === target)?.to;
                return to === undefined ? now : parseKubernetesQuantity(to);
              };
              for (const resource of ['cpu', 'memory'] as const) {
                const limit = after(`limits.${resource}`, limits[resource]);
                const request = after(`requests.${resource}`, requests[resource]);
                if (limit !== null && request !== null) expect(request).toBeLessThanOrEqual(limit);
              }
            }
          }
        },
      ),
      { numRuns: 60 },
    );
  });
});
