import { clockAt, type Grid, STEPS_PER_DAY } from '../grid.ts';
import type { Random } from '../random.ts';
import { addPeaks, noise } from './noise.ts';

/**
 * How work arrives. A shape is relative to its typical (median) amount, which is 1; for `plateau` 1 is
 * the most there is. Each was fitted to real traces: docs/recording.md says to which statistic of
 * which, and the test beside this file holds it.
 */
export type CpuPattern =
  | 'steady'
  | 'shopRhythm'
  | 'officeRhythm'
  | 'requests'
  | 'bursts'
  | 'plateau'
  | 'constant'
  | 'idle'
  | 'dailyJob';

export interface CpuShape {
  /** What all pods of a workload share. */
  readonly demand: (random: Random, grid: Grid) => Float64Array;
  /** What each pod adds of its own. */
  readonly noise: { readonly spread: number; readonly colour: number };
}

export const CPU_SHAPES: Readonly<Record<CpuPattern, CpuShape>> = {
  steady: {
    demand: (random, { steps }) =>
      addPeaks(noise(random, steps, 0.12, 0.985), random, {
        perStep: 0.0025,
        height: 4.5,
        spread: 0.25,
        longest: 3,
      }),
    noise: { spread: 0.13, colour: 0.4 },
  },
  shopRhythm: {
    demand: (random, grid) =>
      rhythm(random, grid, hour => 1 + 4.2 * bump(hour, 20, 1.7) + 0.9 * bump(hour, 12.5, 2), 1.14),
    noise: { spread: 0.16, colour: 0.45 },
  },
  officeRhythm: {
    demand: (random, grid) =>
      rhythm(random, grid, hour => 1 + 3.6 * bump(hour, 10.5, 1.5) + 3.4 * bump(hour, 15, 1.6), 0.63),
    noise: { spread: 0.18, colour: 0.45 },
  },
  requests: {
    demand: (random, grid) => requests(random, grid),
    noise: { spread: 0.25, colour: 0 },
  },
  bursts: { demand: (random, { steps }) => bursts(random, steps), noise: { spread: 0.1, colour: 0.3 } },
  plateau: { demand: (random, { steps }) => plateau(random, steps), noise: { spread: 0.012, colour: 0.2 } },
  constant: {
    demand: (random, { steps }) => noise(random, steps, 0.05, 0.97),
    noise: { spread: 0.085, colour: 0.05 },
  },
  idle: { demand: (random, grid) => idle(random, grid), noise: { spread: 0.18, colour: 0.1 } },
  dailyJob: { demand: (random, grid) => dailyJob(random, grid), noise: { spread: 0.06, colour: 0.3 } },
};

function relativeToMedian(shape: Float64Array): Float64Array {
  const median = shape.toSorted()[Math.floor(shape.length / 2)] ?? 1;
  return shape.map(value => value / median);
}

/** A bell around an hour of the day, 1 at its top. */
function bump(hour: number, top: number, width: number): number {
  const distance = Math.min(Math.abs(hour - top), 24 - Math.abs(hour - top));
  return Math.exp(-((distance / width) ** 2) / 2);
}

/** Day and week rhythm: a profile of the day, another amount at weekends, days that differ, and now and then a rush. */
function rhythm(
  random: Random,
  grid: Grid,
  profile: (hour: number) => number,
  weekendFactor: number,
): Float64Array {
  const mood = noise(random.child('days'), Math.ceil(grid.steps / STEPS_PER_DAY) + 2, 0.12, 0.3);
  const shape = noise(random, grid.steps, 0.22, 0.55).map((value, position) => {
    const { hour, weekend } = clockAt(grid, position);
    const day = mood[Math.floor(position / STEPS_PER_DAY)] ?? 1;
    return value * (1 + (profile(hour) - 1) * day) * (weekend ? weekendFactor : 1);
  });
  return addPeaks(relativeToMedian(shape), random, { perStep: 0.004, height: 3.3, spread: 0.2, longest: 4 });
}

/** A count of requests: a gentle swing of the day under much white noise. */
function requests(random: Random, grid: Grid): Float64Array {
  const shape = noise(random, grid.steps, 0.6, 0.05).map((value, position) => {
    const { hour } = clockAt(grid, position);
    return value * (1 + 1.1 * bump(hour, 15, 5));
  });
  return addPeaks(relativeToMedian(shape), random, { perStep: 0.004, height: 4, spread: 0.3, longest: 2 });
}

/** Heavy-tailed bursts that come in epochs: half of the time nothing, then up to 36 times that. */
function bursts(random: Random, steps: number): Float64Array {
  const slow = noise(random.child('epochs'), steps, 1, 0.99);
  const fast = noise(random.child('bursts'), steps, 1, 0.72);
  return slow.map((value, position) => {
    const excitement = Math.sqrt(0.78) * Math.log(value) + Math.sqrt(0.22) * Math.log(fast[position] ?? 1);
    return Math.min(36, Math.exp(1.8 * Math.max(0, excitement)));
  });
}

/** Works flat out or not at all; both last minutes to a day (log-normal). */
function plateau(random: Random, steps: number): Float64Array {
  const shape = new Float64Array(steps);
  let on = random.next() < 0.3;
  for (let position = 0; position < steps; on = !on) {
    const duration = Math.ceil(on ? random.logNormal(12, 1.35) : random.logNormal(30, 1.8));
    const end = Math.min(steps, position + Math.min(duration, on ? 420 : 620));
    shape.fill(on ? 1 : 0.01, position, end);
    position = end;
  }
  return shape;
}

/** Next to nothing, a housekeeping tick a day, a rare peak. */
function idle(random: Random, grid: Grid): Float64Array {
  const tick = random.integer(0, STEPS_PER_DAY - 1);
  const shape = noise(random, grid.steps, 0.08, 0.9).map((value, position) =>
    position % STEPS_PER_DAY === tick ? value * random.between(12, 24) : value,
  );
  return addPeaks(shape, random, { perStep: 0.004, height: 5, spread: 0.4, longest: 2 });
}

/** Quiet, but for one hour a day at full power. */
function dailyJob(random: Random, grid: Grid): Float64Array {
  const start = random.integer(0, STEPS_PER_DAY - 13);
  return noise(random, grid.steps, 0.08, 0.9).map((value, position) => {
    const sinceStart = (position % STEPS_PER_DAY) - start;
    return sinceStart >= 0 && sinceStart < 12 ? 95 : value;
  });
}
