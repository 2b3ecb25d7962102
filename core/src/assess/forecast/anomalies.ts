import type { Anomaly } from '../../model/index.ts';
import { hourAt, HOURS_PER_DAY } from './hourlySeries.ts';
import type { LearnedSeries } from './learnSeries.ts';
import { quantileOfSorted } from './robust.ts';
import type { Residual } from './rollingOrigin.ts';

/** Share of the hours that are nothing special. */
const USUAL = 0.99;
/** Hours in a row that make an anomaly: a single one is a burst. */
const LASTING_HOURS = 2;
/** Days ahead within which a forecast of the past is fresh enough to call an hour unusual. */
const FRESH_DAYS = 2;
/** Width of a normal distribution's 99 % interval in multiples of its 80 % interval. */
const NORMAL_TAIL = 2.576 / 1.2816;

interface Judged extends Residual {
  readonly ratio: number;
}

/** The freshest forecast of each hour. */
function freshest({ past: { residuals }, deviations: { leastSpread } }: LearnedSeries): readonly Judged[] {
  const byHour = new Map<number, Judged>();
  for (const one of residuals) {
    if (one.hour - one.origin >= FRESH_DAYS * HOURS_PER_DAY) continue;
    // Origins come oldest first, so that a later one replaces an earlier one.
    byHour.set(one.hour, {
      ...one,
      ratio: (one.measured - one.expected) / Math.max(one.spread, leastSpread),
    });
  }
  return [...byHour.values()].toSorted((a, b) => a.hour - b.hour);
}

/**
 * The 99 % interval as all days but the one judged show it, so that an anomaly does not make itself usual:
 * what was seen, or, where that is less, the tail of a normal distribution as wide as its middle.
 */
function usualWithout(
  judged: readonly Judged[],
  day: number,
): { readonly low: number; readonly high: number } | null {
  const others = Float64Array.from(
    judged.filter(one => dayOf(one) !== day),
    ({ ratio }) => ratio,
  ).sort();
  if (others.length < 2 * HOURS_PER_DAY) return null;
  const tail = (1 - USUAL) / 2;
  return {
    low: Math.min(quantileOfSorted(others, tail), NORMAL_TAIL * quantileOfSorted(others, 0.1)),
    high: Math.max(quantileOfSorted(others, 1 - tail), NORMAL_TAIL * quantileOfSorted(others, 0.9)),
  };
}

const dayOf = ({ hour }: Residual): number => Math.floor(hour / HOURS_PER_DAY);

type Outlier = Judged & { readonly low: number; readonly high: number; readonly side: number };

function outliersOf(learned: LearnedSeries): readonly Outlier[] {
  const judged = freshest(learned);
  const days = new Map<number, Judged[]>();
  for (const one of judged) days.set(dayOf(one), [...(days.get(dayOf(one)) ?? []), one]);
  return [...days].flatMap(([day, hours]) => {
    const usual = usualWithout(judged, day);
    if (usual === null) return [];
    return hours.flatMap(one => {
      const width = Math.max(one.spread, learned.deviations.leastSpread);
      const [low, high] = [one.expected + usual.low * width, one.expected + usual.high * width];
      const side = one.measured > high ? 1 : one.measured < low ? -1 : 0;
      return side === 0 ? [] : [{ ...one, low, high, side }];
    });
  });
}

const mean = (run: readonly Outlier[], of: (one: Outlier) => number): number =>
  run.reduce((total, one) => total + of(one), 0) / run.length;

/** Hours outside of the 99 % interval for two hours or more in a row and on the same side, as told a day or two ahead. */
export function anomaliesOf(learned: LearnedSeries): readonly Anomaly[] {
  const runs: Outlier[][] = [];
  for (const one of outliersOf(learned)) {
    const run = runs[runs.length - 1];
    const last = run?.[run.length - 1];
    if (run && last && last.hour + 1 === one.hour && last.side === one.side) run.push(one);
    else runs.push([one]);
  }
  return runs
    .filter(run => run.length >= LASTING_HOURS)
    .map(run => ({
      start: hourAt(learned.series, run[0]?.hour ?? 0),
      hours: run.length,
      measured: mean(run, ({ measured }) => measured),
      expected: {
        low: Math.max(
          0,
          mean(run, ({ low }) => low),
        ),
        likely: mean(run, ({ expected }) => expected),
        high: mean(run, ({ high }) => high),
      },
    }));
}
