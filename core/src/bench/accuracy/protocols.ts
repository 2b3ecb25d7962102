import type { Sample, Trace } from './trace.ts';

const DAY = 86_400;

/** One-shot: days that are learned from where the trace is long enough; else its first half. */
const TRAIN_DAYS = 14;
const LONG_TRACE_DAYS = 20;
/** Rolling: days before the first advice, and the history that advice is made from. */
const WARM_UP_DAYS = 7;
const HISTORY_DAYS = 14;
const FEWEST_ROLLING_DAYS = WARM_UP_DAYS + 2;

/** An advice is made from the past and holds for what is tested. */
export interface Period {
  readonly past: readonly Sample[];
  /** Never empty, nor is `past`. */
  readonly tested: readonly Sample[];
}

/** What a protocol asks about one machine, in the order of time. */
export type Periods = readonly Period[];

/** What is learned from and what is tested on. */
export interface Split {
  readonly train: Trace;
  readonly test: Trace;
}

/** Splits a trace into what is learned from and what is tested on. */
export function split({ name, samples }: Trace): Split {
  const start = samples[0]?.time ?? 0;
  const length = (samples[samples.length - 1]?.time ?? 0) - start;
  const cut = start + (length >= LONG_TRACE_DAYS * DAY ? TRAIN_DAYS * DAY : length / 2);
  return {
    train: { name, samples: samples.filter(({ time }) => time < cut) },
    test: { name, samples: samples.filter(({ time }) => time >= cut) },
  };
}

/** One advice from the first part of a trace, scored on the rest. */
export function oneShot(trace: Trace): Periods {
  const { train, test } = split(trace);
  return train.samples.length === 0 || test.samples.length === 0
    ? []
    : [{ past: train.samples, tested: test.samples }];
}

/** Samples by days of 24 h since the first one; a day without samples is empty. */
export function dayByDay(samples: readonly Sample[]): readonly (readonly Sample[])[] {
  const start = samples[0]?.time ?? 0;
  const days: Sample[][] = [];
  for (const sample of samples) {
    const day = Math.floor((sample.time - start) / DAY);
    while (days.length <= day) days.push([]);
    days[day]?.push(sample);
  }
  return days;
}

/** Whether a trace is long enough for advice to be renewed day by day. */
export const canRoll = (trace: Trace): boolean => dayByDay(trace.samples).length >= FEWEST_ROLLING_DAYS;

/**
 * Advice renewed each day from the past alone, scored on the day that follows.
 * @param firstDay - the first that is scored, counted from 0
 */
export function rolling(trace: Trace, firstDay = WARM_UP_DAYS): Periods {
  const days = dayByDay(trace.samples);
  return days.flatMap((tested, day) => {
    if (day < Math.max(firstDay, WARM_UP_DAYS) || tested.length === 0) return [];
    const past = days.slice(Math.max(0, day - HISTORY_DAYS), day).flat();
    return past.length === 0 ? [] : [{ past, tested }];
  });
}

/** The rolling protocol on the days that {@link split} keeps for the test; what comes before is only learned from. */
export const rollingOnTest = (trace: Trace): Periods => {
  const [first, from] = [trace.samples[0]?.time ?? 0, split(trace).test.samples[0]?.time ?? 0];
  return rolling(trace, Math.ceil((from - first) / DAY - 1e-9));
};
