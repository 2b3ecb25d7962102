import fc from 'fast-check';
import {
  BALANCED,
  type ClusterEnergy,
  type GridIntensity,
  gramsCO2ePerKilowattHour,
  type LedgerAmounts,
  type Observation,
  unixSeconds,
  usd,
  watts,
} from '../../model/index.ts';
import { assess } from '../assess.ts';
import { clusterContext } from '../clusterContext.ts';
import { observationOf } from '../examples/observationOf.ts';
import { clusterBalance } from './clusterBalance.ts';
import { hourlyFootprint } from './hourlyFootprint.ts';
import { imbalanceOf } from './imbalance.ts';

const DAYS = 2;
const HOURS = DAYS * 24;
const HOUR = 3_600;

/** Hourly power of a sketch's cluster: the node works as its pods do, and a little more. */
function withHours(
  observation: Observation,
  told: { active: readonly number[]; idle: readonly number[]; intensity: readonly (number | null)[] },
): Observation {
  const at = (index: number) => unixSeconds(observation.window.start + index * HOUR);
  const mean = (values: readonly number[]) =>
    values.reduce((total, value) => total + value, 0) / values.length;
  const workloads = new Map(
    [...observation.energy.workloads].map(([id, energy], nth) => {
      const hourly = told.active.map((value, index) => ({
        hour: at(index),
        active: watts(energy.active * value * (nth % 2 === 0 ? 1 : (told.active[HOURS - 1 - index] ?? 1))),
      }));
      return [id, { ...energy, hourly, active: watts(mean(hourly.map(({ active }) => active))) }] as const;
    }),
  );
  const nodes = [...observation.energy.nodes];
  const energy: ClusterEnergy = {
    workloads,
    nodes: new Map(
      nodes.map(([name, one]) => {
        const hourly = told.idle.map((idle, index) => ({
          hour: at(index),
          idle: watts(idle),
          active: watts(
            [...workloads.values()].reduce((total, { hourly: own }) => total + (own[index]?.active ?? 0), 0) /
              nodes.length +
              1,
          ),
        }));
        return [
          name,
          {
            ...one,
            hourly,
            active: watts(mean(hourly.map(({ active }) => active))),
            idle: watts(mean(told.idle)),
          },
        ] as const;
      }),
    ),
  };
  const grid: GridIntensity | null = observation.grid && {
    ...observation.grid,
    hourly: told.intensity.flatMap((value, index) =>
      value === null ? [] : [{ hour: at(index), intensity: gramsCO2ePerKilowattHour(value) }],
    ),
  };
  return { ...observation, energy, grid };
}

const hoursOf = <T>(value: fc.Arbitrary<T>) => fc.array(value, { minLength: HOURS, maxLength: HOURS });
const anyHours = fc.record({
  active: hoursOf(fc.double({ min: 0, max: 4, noNaN: true })),
  idle: hoursOf(fc.double({ min: 1, max: 60, noNaN: true })),
  intensity: hoursOf(fc.option(fc.double({ min: 0, max: 900, noNaN: true }))),
});
const anyWorkloads = fc.array(
  fc.record({
    kind: fc.constantFrom('Deployment', 'DaemonSet', 'CronJob'),
    replicas: fc.integer({ min: 0, max: 5 }),
    containers: fc.array(
      fc.record({
        cpuRequest: fc.option(fc.double({ min: 0, max: 6, noNaN: true })),
        memoryRequest: fc.option(fc.double({ min: 0, max: 20_000, noNaN: true })),
      }),
      { minLength: 1, maxLength: 1 },
    ),
    activeWatts: fc.double({ min: 0, max: 5, noNaN: true }),
  }),
  { minLength: 1, maxLength: 4 },
);

const AMOUNTS: readonly (keyof LedgerAmounts)[] = [
  'usdPerMonth',
  'energyPerMonth',
  'carbonPerMonth',
  'embodiedPerMonth',
];

describe('clusterBalance', () => {
  it('nodes = workloads + unallocated in every amount, whatever the hours, the grid and its gaps', () => {
    fc.assert(
      fc.property(anyWorkloads, anyHours, (workloads, hours) => {
        const observation = withHours(observationOf({ days: DAYS, workloads }), hours);
        const { balance, footprints, notAssessed } = assess(observation, BALANCED, []);
        expect(notAssessed.filter(({ subject }) => subject?.kind === 'Cluster')).toEqual([]);
        for (const amount of AMOUNTS) {
          const whole = balance.nodes[amount] ?? Number.NaN;
          const parts = [...footprints.values()].reduce(
            (total, footprint) => total + (footprint[amount] ?? Number.NaN),
            balance.unallocated[amount] ?? Number.NaN,
          );
          expect(Math.abs(whole - parts)).toBeLessThanOrEqual(1e-9 * Math.max(1, Math.abs(whole)));
        }
        expect(balance.missing).toEqual([]);
      }),
      { numRuns: 40 },
    );
  });

  it('holds in each hour: no hour gives workloads more than the nodes draw', () => {
    fc.assert(
      fc.property(anyWorkloads, anyHours, (workloads, hours) => {
        const observation = withHours(observationOf({ days: DAYS, workloads }), hours);
        const context = clusterContext(observation, BALANCED);
        const each = observation.inventory.workloads.map(workload => hourlyFootprint(workload, context));
        for (let place = 0; place < HOURS; place += 1) {
          const given = each.reduce((total, found) => total + (found?.[place]?.energy ?? 0), 0);
          const drawn = [...observation.energy.nodes.values()].reduce((total, { hourly }) => {
            const { active = 0, idle = 0 } = hourly[place] ?? {};
            return total + (active + idle) / 1000;
          }, 0);
          expect(given).toBeLessThanOrEqual(drawn * (1 + 1e-9));
        }
      }),
      { numRuns: 40 },
    );
  });

  it('leaves what is not known out of the sums and says so', () => {
    const known = observationOf({ days: DAYS, workloads: [{ name: 'a' }, { name: 'b', activeWatts: null }] });
    const { balance, notAssessed } = assess(known, BALANCED, []);
    expect(balance.missing).toEqual(['Of 1 workload the energy is not known.']);
    const { nodes, workloads, unallocated } = balance;
    expect((workloads.energyPerMonth ?? 0) + (unallocated.energyPerMonth ?? 0)).toBeCloseTo(
      nodes.energyPerMonth ?? 0,
      9,
    );
    expect(notAssessed.filter(({ subject }) => subject?.kind === 'Cluster')).toEqual([]);
    const dark = assess(
      observationOf({
        days: DAYS,
        grid: null,
        workloads: [{}],
        facts: { energy: { nodes: new Map(), workloads: new Map() } },
      }),
      BALANCED,
      [],
    ).balance;
    expect(dark.nodes).toMatchObject({ energyPerMonth: null, carbonPerMonth: null });
    expect(dark.missing).toContain('Of 2 nodes the power is not known.');
    expect(dark.missing).toContain('Nobody says what the grid emits.');
  });

  it('is told loudly where it does not hold', () => {
    const honest = observationOf({ days: DAYS, workloads: [{ activeWatts: 6 }] });
    const [[id, energy] = [], ...others] = [...honest.energy.workloads];
    if (id === undefined || energy === undefined) throw new Error('no workload');
    const overdrawn = {
      ...honest,
      energy: {
        ...honest.energy,
        workloads: new Map([[id, { ...energy, active: watts(500) }], ...others]),
      },
    };
    const { notAssessed } = assess(overdrawn, BALANCED, []);
    const reasons = notAssessed
      .filter(({ subject }) => subject?.kind === 'Cluster')
      .map(({ reason }) => reason);
    expect(reasons).toEqual([
      'The energy of the cluster does not add up: workloads have more of it than the nodes',
      'The operational carbon of the cluster does not add up: workloads have more of it than the nodes',
    ]);
  });

  it('notices a ledger whose sides differ, and a single overdrawn hour', () => {
    const observation = observationOf({ days: DAYS, workloads: [{}] });
    const context = clusterContext(observation, BALANCED);
    const { footprints } = assess(observation, BALANCED, []);
    const balance = clusterBalance(context, footprints);
    const lost = { ...balance, workloads: { ...balance.workloads, energyPerMonth: null } };
    expect(imbalanceOf(context, balance)).toEqual([]);
    expect(imbalanceOf(context, lost)).toEqual([]);
    const cheap = { ...balance, workloads: { ...balance.workloads, usdPerMonth: usd(1) } };
    expect(imbalanceOf(context, cheap).map(({ reason }) => reason)).toEqual([
      expect.stringMatching(/^The cost of the cluster does not add up/),
    ]);
    const flat = {
      active: Array(HOURS).fill(1),
      idle: Array(HOURS).fill(20),
      intensity: Array(HOURS).fill(100),
    };
    const hourly = withHours(observation, flat);
    const peak = [...hourly.energy.workloads].map(([id, energy]) => {
      const moved = energy.hourly.map((one, index) => ({
        ...one,
        active: watts(index === 3 ? energy.active * HOURS : 0),
      }));
      return [id, { ...energy, hourly: moved }] as const;
    });
    const spiky = { ...hourly, energy: { ...hourly.energy, workloads: new Map(peak) } };
    const spikyContext = clusterContext(spiky, BALANCED);
    const spikyBalance = clusterBalance(spikyContext, assess(spiky, BALANCED, []).footprints);
    expect(imbalanceOf(spikyContext, spikyBalance).map(({ reason }) => reason)).toEqual([
      'In 1 hour of the window workloads draw more power than their nodes',
    ]);
  });
});
