import { bitbrainsSeries, cloudWatchSeries, type RealSeries } from '../../testing/data/realHours.ts';
import { describeWithData } from '../../testing/describeWith.ts';
import { forecastSeries } from './forecastSeries.ts';
import { HOURS_PER_WEEK } from './hourlySeries.ts';
import { hourAhead, learnSeries } from './learnSeries.ts';
import { MONDAY, noiseOf, officeHours, randomNumbers, seriesOf } from './testing/syntheticSeries.ts';

const HOUR = 3_600;
const known = (series: Parameters<typeof forecastSeries>[0]) => {
  const forecast = forecastSeries(series, 'cpu', []);
  if (forecast.kind !== 'forecast') throw new Error(forecast.reason);
  return forecast;
};

describe('a forecast', () => {
  const random = randomNumbers(1);
  const week = seriesOf(28, hour => officeHours(hour) + 0.3 * noiseOf(random));

  it('knows the hour of the week: Saturday is not Friday', () => {
    const outcome = learnSeries(week);
    if (outcome.kind !== 'learned') throw new Error(outcome.reason);
    // The history ends on a Sunday, so day 0 is a Monday, 4 a Friday and 5 a Saturday.
    for (const [day, hour] of [
      [0, 3],
      [0, 12],
      [4, 12],
      [5, 12],
      [6, 12],
    ] as const) {
      expect(hourAhead(outcome.learned, day * 24 + hour).likely).toBeCloseTo(officeHours(day * 24 + hour), 0);
    }
    expect(known(week).seasonality).toBe('hour-of-week');
  });

  it('begins where the history ends and reaches 90 days', () => {
    const { days, horizons } = known(week);
    expect(days).toHaveLength(90);
    expect(days[0]?.start).toBe(MONDAY + 28 * 24 * HOUR);
    expect(horizons.map(one => one.days)).toEqual([30, 90]);
    for (const { low, likely, high } of days) expect(low <= likely && likely <= high).toBe(true);
  });

  it.each([
    [3, 'hour-of-day'],
    [13, 'hour-of-day'],
    [14, 'hour-of-week'],
  ])('of %i days sees as much rhythm as they show', (days, seasonality) => {
    expect(known(seriesOf(days, officeHours)).seasonality).toBe(seasonality);
  });

  it.each([
    ['no hour', seriesOf(0, () => 1)],
    ['two days', seriesOf(2, () => 1)],
    ['holes alone', seriesOf(14, () => Number.NaN)],
    ['mostly holes', seriesOf(14, hour => (hour % 3 === 0 ? 1 : Number.NaN))],
  ])('is none of %s, and says so', (_, series) => {
    expect(forecastSeries(series, 'cpu', [])).toMatchObject({ kind: 'not-enough-history' });
  });

  it('adds money up and leaves cores alone', () => {
    const flat = seriesOf(14, () => 2);
    const [month] = known(flat).horizons;
    expect(month?.mean.likely).toBeCloseTo(2, 6);
    expect(month?.total).toBeNull();
    const cost = forecastSeries(flat, 'cost', []);
    expect(cost.kind === 'forecast' && cost.horizons[0]?.total?.likely).toBeCloseTo(2 * 30 * 24, 6);
  });

  it('is not tilted by one outlier, however wild', () => {
    const wild = seriesOf(21, hour => (hour === 480 ? 1e6 : officeHours(hour)));
    const [calm, shaken] = [known(seriesOf(21, officeHours)), known(wild)];
    expect(shaken.trendPerDay).toBe(calm.trendPerDay);
    expect(shaken.horizons[1]?.mean.likely).toBeCloseTo(calm.horizons[1]?.mean.likely ?? 0, 0);
  });

  it('is not tilted by one wild day at the end either', () => {
    const noise = randomNumbers(3);
    const wild = seriesOf(21, hour => 10 + noiseOf(noise) + (hour >= 480 ? 500 : 0));
    expect(known(wild).horizons[0]?.mean.likely).toBeLessThan(20);
  });

  it('follows a jump of the level instead of drawing a line through it', () => {
    const noise = randomNumbers(4);
    const jumped = known(seriesOf(28, hour => (hour < 18 * 24 ? 10 : 20) + 0.5 * noiseOf(noise)));
    expect(jumped.levelSince).toBe(MONDAY + 18 * 24 * HOUR);
    expect(jumped.trendPerDay).toBe(0);
    expect(jumped.horizons[0]?.mean.likely).toBeCloseTo(20, 0);
  });

  it('lets growth fade out', () => {
    const growing = known(seriesOf(28, hour => 10 + hour / 24));
    expect(growing.trendPerDay).toBeCloseTo(1, 1);
    const end = growing.days[89]?.likely ?? 0;
    expect(end).toBeGreaterThan(38 + 15);
    expect(end).toBeLessThan(38 + 90 * 0.5);
  });

  it('takes weekends for weekends, not for a new level', () => {
    expect(known(seriesOf(28, officeHours)).levelSince).toBeNull();
    expect(known(seriesOf(12, officeHours)).levelSince).toBeNull();
  });

  it('is the same whatever unit the series is in', () => {
    const [small, large] = [known(week), known({ ...week, values: week.values.map(value => value * 1e9) })];
    expect((large.horizons[1]?.mean.high ?? 0) / 1e9).toBeCloseTo(small.horizons[1]?.mean.high ?? 0, 6);
  });
});

describe('an anomaly', () => {
  const noise = randomNumbers(7);
  const calm = Array.from({ length: 21 * 24 }, (_, hour) => officeHours(hour) + 0.3 * noiseOf(noise));
  const withPeak = (from: number, hours: number, height: number) =>
    seriesOf(21, hour => (calm[hour] ?? 0) + (hour >= from && hour < from + hours ? height : 0));

  it('is found with its start and size', () => {
    const { anomalies } = known(withPeak(18 * 24 + 2, 4, 12));
    expect(anomalies).toHaveLength(1);
    expect(anomalies[0]).toMatchObject({ start: MONDAY + (18 * 24 + 2) * HOUR, hours: 4 });
    expect((anomalies[0]?.measured ?? 0) - (anomalies[0]?.expected.likely ?? 0)).toBeCloseTo(12, 0);
  });

  it('is not a single hour, and not the busy hour of every day', () => {
    expect(known(withPeak(18 * 24 + 2, 1, 12)).anomalies).toEqual([]);
    expect(known(seriesOf(21, hour => calm[hour] ?? 0)).anomalies).toEqual([]);
  });

  it('is also what stands still', () => {
    const stopped = seriesOf(21, hour =>
      hour >= 18 * 24 + 9 && hour < 18 * 24 + 15 ? 0 : (calm[hour] ?? 0),
    );
    expect(known(stopped).anomalies).toEqual([expect.objectContaining({ hours: 6, measured: 0 })]);
  });
});

const at = (values: Float64Array, hour: number): number => values[hour] ?? Number.NaN;

/** Mean error of the season-naive forecast within the training part: the unit of the mean absolute scaled error. */
function unitOfError(train: Float64Array, period: number): number {
  const changes = Array.from(train, (value, hour) => Math.abs(value - at(train, hour - period)));
  const known = changes.filter(change => !Number.isNaN(change));
  return known.reduce((total, change) => total + change, 0) / known.length;
}

/** Hides the last third, forecasts it from the rest and compares hour by hour; `null` where nothing can be said. */
function heldOutOf({ values }: RealSeries) {
  const hidden = Math.floor(values.length / 72) * 24;
  const train = values.subarray(0, values.length - hidden);
  const outcome = learnSeries({ start: MONDAY, values: train });
  if (outcome.kind !== 'learned') return null;
  const period = train.length >= 2 * HOURS_PER_WEEK ? HOURS_PER_WEEK : 24;
  const hours = Array.from({ length: hidden }, (_, lead) => ({
    truth: at(values, train.length + lead),
    asBefore: at(values, train.length + lead - Math.ceil((lead + 1) / period) * period),
    ...hourAhead(outcome.learned, lead),
  })).filter(({ truth, asBefore }) => !Number.isNaN(truth + asBefore));
  const mean = (of: (one: (typeof hours)[number]) => number) =>
    hours.reduce((total, one) => total + of(one), 0) / hours.length;
  return {
    hours: hours.length,
    within: hours.filter(({ truth, low, high }) => truth >= low && truth <= high).length,
    unit: unitOfError(train, period),
    error: mean(({ truth, likely }) => Math.abs(truth - likely)),
    naive: mean(({ truth, asBefore }) => Math.abs(truth - asBefore)),
  };
}

function heldOut(all: readonly RealSeries[]) {
  const each = all.map(heldOutOf).filter(one => one !== null && one.hours > 0) as NonNullable<
    ReturnType<typeof heldOutOf>
  >[];
  const sum = (of: (one: (typeof each)[number]) => number) => each.reduce((total, one) => total + of(one), 0);
  // A series that never moved in training has no unit to tell errors in.
  const scaled = each.filter(({ unit }) => unit > 0);
  const mase = (of: 'error' | 'naive') =>
    scaled.reduce((total, one) => total + one[of] / one.unit, 0) / scaled.length;
  return {
    series: scaled.length,
    coverage: sum(({ within }) => within) / sum(({ hours }) => hours),
    mase: mase('error'),
    naiveMase: mase('naive'),
  };
}

const verdict = (all: readonly RealSeries[]) => {
  const result = heldOut(all);
  expect(result.coverage).toBeGreaterThan(0.7);
  expect(result.coverage).toBeLessThan(0.9);
  expect(result.mase).toBeLessThan(result.naiveMase);
  return result;
};

describe('on series of known make', () => {
  it('the 80 % interval holds 70 to 90 % of the hours held out, and the error is smaller than season-naive', () => {
    const random = randomNumbers(11);
    const made = Array.from({ length: 60 }, (_, index) => {
      let drift = 0;
      return {
        name: `made ${index}`,
        values: seriesOf(30, hour => {
          drift = 0.95 * drift + 0.3 * noiseOf(random);
          return Math.max(0, officeHours(hour) + drift + (index % 3) * 0.5 * noiseOf(random));
        }).values,
      };
    });
    expect(verdict(made).series).toBe(60);
  });
});

describeWithData('on real series, a month of 40 machines', 'bitbrains-rnd', () => {
  it('the 80 % interval holds 70 to 90 % of the hours held out, and the error is smaller than season-naive', () => {
    expect(verdict(bitbrainsSeries()).series).toBeGreaterThan(60);
  }, 60_000);
});

describeWithData('on real series, a fortnight of Amazon CloudWatch', 'nab-cloudwatch', () => {
  it('the 80 % interval holds 70 to 90 % of the hours held out, and the error is smaller than season-naive', () => {
    expect(verdict(cloudWatchSeries()).series).toBe(10);
  });
});
