import fc from 'fast-check';
import {
  BALANCED,
  gramsCO2ePerKilowattHour,
  type GpuUsage,
  type Observation,
  ratio,
  unixSeconds,
  watts,
  type Workload,
} from '../../model/index.ts';
import { assess } from '../assess.ts';
import { clusterContext } from '../clusterContext.ts';
import { observationOf } from '../examples/observationOf.ts';
import { hourlyFootprint } from './hourlyFootprint.ts';
import { meanIntensity, windowHours } from './windowHours.ts';

const HOUR = 3_600;
const DAYS = 2;
const HOURS = 48;

/** One workload on one node; power and intensity by the hour where given. */
function cluster(told: {
  active?: readonly number[];
  intensity?: readonly (number | null)[];
  facts?: Partial<Observation>;
}): { observation: Observation; workload: Workload } {
  const made = observationOf({
    days: DAYS,
    nodes: 1,
    workloads: [{ replicas: 1, activeWatts: 4 }],
    ...(told.facts && { facts: told.facts }),
  });
  const workload = made.inventory.workloads[0];
  if (!workload || !made.grid) throw new Error('no workload');
  const at = (index: number) => unixSeconds(made.window.start + index * HOUR);
  const hourly = (told.active ?? []).map((value, index) => ({ hour: at(index), active: watts(value) }));
  const own = made.energy.workloads.get(workload.id);
  const node = made.energy.nodes.get('node-0');
  if (!own || !node) throw new Error('no energy');
  const observation: Observation = {
    ...made,
    energy: {
      nodes: new Map([['node-0', { ...node, hourly: hourly.map(one => ({ ...one, idle: watts(20) })) }]]),
      workloads: new Map([[workload.id, { ...own, hourly }]]),
    },
    grid: {
      ...made.grid,
      hourly: (told.intensity ?? []).flatMap((value, index) =>
        value === null ? [] : [{ hour: at(index), intensity: gramsCO2ePerKilowattHour(value) }],
      ),
    },
  };
  return { observation, workload };
}

const carbonOf = (observation: Observation) =>
  [...assess(observation, BALANCED, []).footprints.values()][0]?.carbonPerMonth ?? Number.NaN;

const nightAndDay = (night: number, day: number) =>
  Array.from({ length: HOURS }, (_, index) => (index % 24 < 12 ? night : day));

describe('carbon by the hour', () => {
  it('costs more where the work falls into dirty hours, at the same energy and mean intensity', () => {
    const dirtyDays = nightAndDay(100, 700);
    const byDay = carbonOf(cluster({ active: nightAndDay(0, 8), intensity: dirtyDays }).observation);
    const byNight = carbonOf(cluster({ active: nightAndDay(8, 0), intensity: dirtyDays }).observation);
    const flat = carbonOf(cluster({ intensity: dirtyDays }).observation);
    // 4 W of work, PUE 1.2: by day all of it at 700 instead of 400 g/kWh.
    expect(byDay - flat).toBeCloseTo(0.004 * 730 * 1.2 * 300, 6);
    expect(flat - byNight).toBeCloseTo(0.004 * 730 * 1.2 * 300, 6);
  });

  it('takes the annual figure for hours nobody tells, never 0', () => {
    const half = Array.from({ length: HOURS }, (_, index) => (index % 2 === 0 ? 100 : null));
    const { observation } = cluster({ intensity: half });
    expect(meanIntensity(observation)).toBeCloseTo((100 + 400) / 2, 9);
    const hours = windowHours(observation);
    expect(hours.withoutHourlyIntensity).toBe(HOURS / 2);
    expect(hours.intensities?.slice(0, 4)).toEqual([100, 400, 100, 400]);
    expect(carbonOf(observation)).toBeCloseTo(
      carbonOf(cluster({ intensity: Array(HOURS).fill(250) }).observation),
      6,
    );
  });

  it('counts hours of intensity 0 as 0', () => {
    expect(carbonOf(cluster({ intensity: Array(HOURS).fill(0) }).observation)).toBe(0);
  });

  it('adds up over the hours to the month, whatever they are', () => {
    const hours = <T>(value: fc.Arbitrary<T>) => fc.array(value, { minLength: HOURS, maxLength: HOURS });
    fc.assert(
      fc.property(
        hours(fc.double({ min: 0, max: 10, noNaN: true })),
        hours(fc.option(fc.double({ min: 0, max: 900, noNaN: true }))),
        (active, intensity) => {
          const { observation, workload } = cluster({ active, intensity });
          const each = hourlyFootprint(workload, clusterContext(observation, BALANCED)) ?? [];
          const grams = each.reduce((total, hour) => total + (hour.grams ?? Number.NaN), 0);
          const monthly = carbonOf(observation);
          expect(each).toHaveLength(HOURS);
          expect(Math.abs((grams / HOURS) * 730 - monthly)).toBeLessThanOrEqual(1e-9 * Math.max(1, monthly));
        },
      ),
      { numRuns: 60 },
    );
  });

  it('has bounds around it, wider where more was assumed', () => {
    const rangeOf = (observation: Observation) => {
      const [footprint] = assess(observation, BALANCED, []).footprints.values();
      const { low = 0, likely = 0, high = 0 } = footprint?.carbonRange ?? {};
      expect(likely).toBe(footprint?.carbonPerMonth);
      expect(low).toBeLessThan(likely);
      return (high - likely) / likely;
    };
    const told = cluster({ intensity: Array(HOURS).fill(300) }).observation;
    const gaps = cluster({
      intensity: Array.from({ length: HOURS }, (_, i) => (i < 6 ? 300 : null)),
    }).observation;
    expect(rangeOf(gaps)).toBeGreaterThan(rangeOf(told));
  });
});

describe('SCI of a workload', () => {
  const counted = (count: (index: number) => number, hours = HOURS) => {
    const { observation, workload } = cluster({ intensity: Array(HOURS).fill(500) });
    const hourly = Array.from({ length: hours }, (_, index) => ({
      hour: unixSeconds(observation.window.start + index * HOUR),
      count: count(index),
    }));
    const origin = { kind: 'measured', method: 'counter', source: 'http_requests_total' } as const;
    const units = { workloadId: workload.id, unit: 'request', hourly, provenance: origin };
    const functionalUnits = new Map([[workload.id, units]]);
    return [...assess({ ...observation, functionalUnits }, BALANCED, []).footprints.values()][0];
  };

  it('is operation and manufacture of the hours that were counted, per unit', () => {
    const footprint = counted(() => 100);
    const { carbonPerMonth, embodiedPerMonth, sci } = footprint ?? {};
    const perHour = ((carbonPerMonth ?? 0) + (embodiedPerMonth ?? 0)) / 730;
    expect(sci?.gramsPerUnit.likely).toBeCloseTo(perHour / 100, 9);
    expect(sci).toMatchObject({
      unit: 'request',
      units: 4_800,
      hours: HOURS,
      provenance: { kind: 'measured' },
    });
    expect(sci?.gramsPerUnit.low).toBeLessThan(sci?.gramsPerUnit.likely ?? 0);
    // The same rate counted in a quarter of the hours is the same score.
    expect(counted(() => 100, HOURS / 4)?.sci?.gramsPerUnit.likely).toBeCloseTo(perHour / 100, 9);
  });

  it('is not known where nothing was done, or nobody counted', () => {
    expect(counted(() => 0)?.sci).toBeNull();
    expect([...assess(cluster({}).observation, BALANCED, []).footprints.values()][0]?.sci).toBeNull();
  });
});

describe('GPUs', () => {
  const withGpu = (more: Partial<GpuUsage> | null, gpuModel: string | null) => {
    const made = observationOf({
      days: DAYS,
      nodes: 1,
      workloads: [{ replicas: 1, containers: [{ gpus: 1 }] }],
    });
    const workload = made.inventory.workloads[0];
    if (!workload) throw new Error('no workload');
    const usage: GpuUsage = {
      workloadId: workload.id,
      container: 'server',
      device: 'GPU-1',
      model: gpuModel,
      samples: 100,
      meanUtilization: ratio(0.25),
      p98Utilization: ratio(0.5),
      maxUtilization: ratio(1),
      maxMemory: null,
      totalMemory: null,
      meanWatts: null,
      ...more,
    };
    const nodes = made.inventory.nodes.map(node => ({
      ...node,
      gpuModel,
      capacity: { ...node.capacity, gpus: 2 },
      allocatable: { ...node.allocatable, gpus: 2 },
    }));
    const { footprints, balance, notAssessed } = assess(
      { ...made, inventory: { ...made.inventory, nodes }, gpus: more === null ? [] : [usage] },
      BALANCED,
      [],
    );
    expect(notAssessed.filter(({ subject }) => subject?.kind === 'Cluster')).toEqual([]);
    return { energy: [...footprints.values()][0]?.energyPerMonth ?? null, balance };
  };
  const without = assess(observationOf({ days: DAYS, nodes: 1, workloads: [{ replicas: 1 }] }), BALANCED, []);
  const base = [...without.footprints.values()][0]?.energyPerMonth ?? 0;
  const monthly = (power: number) => (power * 730) / 1000;

  it.each([
    // Measured; modelled at the utilisation seen (46 … 407 W); at 50 % where nobody saw it.
    [{ meanWatts: watts(210) }, 'NVIDIA-A100-SXM4-40GB', 210],
    [{}, 'NVIDIA-A100-SXM4-40GB', 46 + 0.25 * (407 - 46)],
    [null, 'Tesla-T4', (8 + 71) / 2],
  ])('draw %j of a %s', (usage, model, power) => {
    const { energy, balance } = withGpu(usage, model);
    expect((energy ?? 0) - base).toBeCloseTo(monthly(power), 6);
    // The second GPU of the node is held by nobody: its power at rest is unallocated.
    const { nodes, workloads, unallocated } = balance;
    expect((workloads.energyPerMonth ?? 0) + (unallocated.energyPerMonth ?? 0)).toBeCloseTo(
      nodes.energyPerMonth ?? 0,
      6,
    );
  });

  it('make the energy unknown where neither a meter nor a table knows them', () => {
    expect(withGpu(null, 'NVIDIA-B300').energy).toBeNull();
    expect(withGpu(null, null).energy).toBeNull();
  });
});
