import fc from 'fast-check';
import { BALANCED, type Observation, pricesOfNode, watts } from '../../model/index.ts';
import { assess } from '../assess.ts';
import { observationOf } from '../examples/observationOf.ts';
import { splitIdlePower } from './idlePower.ts';

/** What the nodes cost and draw, straight from the inventory. */
function nodesOf({ inventory, prices, energy }: Observation) {
  const usd = inventory.nodes.reduce((total, { name, capacity }) => {
    const { perCore, perGiB } = pricesOfNode(prices, name);
    return total + ((capacity.cpu ?? 0) * perCore + ((capacity.memory ?? 0) / 2 ** 30) * perGiB) * 730;
  }, 0);
  const power = [...energy.nodes.values()].reduce((total, { active, idle }) => total + active + idle, 0);
  return { usd, kilowattHours: (power * 730) / 1000 };
}

describe('footprints', () => {
  it('charge the larger of request and mean use', () => {
    const cost = (cpuRequest: number | null) =>
      [
        ...assess(
          observationOf({
            workloads: [
              { replicas: 1, containers: [{ cpuRequest, cpu: [0.4], memoryRequest: 1024, memory: [512] }] },
            ],
          }),
          BALANCED,
          [],
        ).footprints.values(),
      ][0]?.usdPerMonth;
    const memory = 0.004 * 730; // 1 GiB
    expect(cost(1)).toBeCloseTo(0.03 * 730 + memory, 6); // requests 1, uses 0.4
    expect(cost(0.1)).toBeCloseTo(0.4 * 0.03 * 730 + memory, 6); // requests 0.1, uses 0.4
    expect(cost(null)).toBeCloseTo(0.4 * 0.03 * 730 + memory, 6);
  });

  it('are unknown, not zero, where no meter measures the workload', () => {
    const [footprint] = assess(
      observationOf({ workloads: [{ activeWatts: null }] }),
      BALANCED,
      [],
    ).footprints.values();
    expect(footprint).toMatchObject({ energyPerMonth: null, carbonPerMonth: null });
    expect(footprint?.usdPerMonth).toBeGreaterThan(0);
  });

  it('are nothing where nothing runs', () => {
    const [footprint] = assess(
      observationOf({ workloads: [{ phase: 'Succeeded', activeWatts: null }] }),
      BALANCED,
      [],
    ).footprints.values();
    expect(footprint).toMatchObject({ usdPerMonth: 0, energyPerMonth: 0, carbonPerMonth: 0 });
  });

  it('and what is unallocated add up to the nodes, over-commitment included', () => {
    const amount = fc.double({ min: 0, max: 6, noNaN: true });
    fc.assert(
      fc.property(
        fc.array(
          fc.record({
            kind: fc.constantFrom('Deployment', 'DaemonSet', 'CronJob'),
            replicas: fc.integer({ min: 0, max: 5 }),
            containers: fc.array(
              fc.record({
                cpuRequest: fc.option(amount),
                cpu: fc.option(fc.array(amount, { minLength: 1, maxLength: 3 })),
                memoryRequest: fc.option(fc.double({ min: 0, max: 20_000, noNaN: true })),
              }),
              { minLength: 1, maxLength: 1 },
            ),
            activeWatts: fc.double({ min: 0, max: 5, noNaN: true }),
          }),
          { maxLength: 4 },
        ),
        workloads => {
          // Two runs of the same name would be one workload; the index in the default name keeps them apart.
          const observation = observationOf({ days: 4, workloads });
          const { footprints, balance, notAssessed } = assess(observation, BALANCED, []);
          const free = balance.unallocated;
          const nodes = nodesOf(observation);
          expect(notAssessed.filter(({ subject }) => subject?.kind === 'Cluster')).toEqual([]);
          const all = [...footprints.values()];
          const usd = all.reduce((total, { usdPerMonth }) => total + usdPerMonth, Number(free.usdPerMonth));
          expect(usd).toBeCloseTo(nodes.usd, 6);
          const energy = all.reduce((total, { energyPerMonth }) => total + (energyPerMonth ?? Number.NaN), 0);
          expect(energy + (free.energyPerMonth ?? Number.NaN)).toBeCloseTo(nodes.kilowattHours, 6);
        },
      ),
      { numRuns: 40 },
    );
  });
});

describe('splitIdlePower', () => {
  it('gives memory 0.392 W per GB and CPU the rest', () => {
    expect(splitIdlePower(watts(100), 16, 64e9)).toEqual({ cpu: 100 - 0.392 * 64, memory: 0.392 * 64 });
  });

  it('never makes a resource free: a small idle power is split by the coefficients', () => {
    // 4 cores × 0.74 = 2.96 W and 16 GB × 0.392 = 6.272 W share 5 W as 2.96 : 6.272.
    const { cpu, memory } = splitIdlePower(watts(5), 4, 16e9);
    expect(cpu + memory).toBeCloseTo(5, 12);
    expect(cpu).toBeCloseTo((5 * 2.96) / (2.96 + 6.272), 12);
  });
});
