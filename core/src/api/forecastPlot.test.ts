import type { CapacityView, KnownForecastView, PoolForecastView } from './clusterReportSchema.ts';
import { capacityMarks, forecastPlot } from './forecastPlot.ts';
import { capacityRows } from './reportTexts.ts';

const START = Date.UTC(2026, 10, 21);
const dayOf = (day: number) => new Date(START + day * 86_400_000).toISOString();

const forecast = (rates: readonly number[]): KnownForecastView => ({
  kind: 'forecast',
  unit: 'USD/h',
  now: { low: 0, likely: 0, high: 0 },
  horizons: [],
  days: rates.map((rate, day) => ({ start: dayOf(day), low: rate / 2, likely: rate, high: rate * 2 })),
  seasonality: 'none',
  historyHours: 48,
  levelSince: null,
  trendPerDay: 0,
  accuracy: { heldOutHours: 0, coverage: 0, errorToNaive: null },
  anomalies: [],
  provenance: [],
});

const capacity = (basis: CapacityView['basis'], full: CapacityView['full']): CapacityView => ({
  resource: 'cpu',
  basis,
  capacity: 10,
  now: 4,
  full,
});

const pool = (...capacities: CapacityView[]): PoolForecastView => ({
  name: 'general',
  nodes: 2,
  capacities,
});

describe('forecastPlot', () => {
  it('draws from zero to a round amount above everything, money by the day', () => {
    // Highest: 2 × 1.5 $/h = 72 $/day
    const { amounts, line, band, points } = forecastPlot('cost', forecast([1, 1.5]));
    expect(amounts.map(({ text }) => text)).toEqual([
      '$0.00/day',
      '$20.00/day',
      '$40.00/day',
      '$60.00/day',
      '$80.00/day',
    ]);
    expect(amounts.map(({ at }) => Math.round(at))).toEqual([100, 75, 50, 25, 0]);
    // 24 and 36 of 80
    expect(line).toBe('M0.00 70.00L100.00 55.00');
    expect(band).toBe('M0.00 40.00L100.00 10.00L100.00 77.50L0.00 85.00Z');
    expect(points[1]?.text).toBe('2026-11-22: $36.00/day, between $18.00/day and $72.00/day');
  });

  it('has ticks at powers of two where bytes are drawn', () => {
    expect(forecastPlot('memory', forecast([2 ** 30])).amounts.map(({ text }) => text)).toEqual([
      '0 B',
      '512 MiB',
      '1 GiB',
      '1.5 GiB',
      '2 GiB',
    ]);
  });

  it('draws nothing wild where everything is zero', () => {
    expect(forecastPlot('cpu', forecast([0, 0])).line).toBe('M0.00 100.00L100.00 100.00');
  });
});

describe('capacityMarks', () => {
  const full = { kind: 'full-on', earliest: dayOf(1), likely: dayOf(5), latest: null } as const;

  it('marks the likely day on the drawing of its resource, as far as it is on it', () => {
    const tenDays = forecast(Array.from({ length: 11 }, () => 1));
    const pools = [pool(capacity('requested', full))];
    expect(capacityMarks('cpu', tenDays, pools)).toEqual([
      {
        at: 50,
        text: 'general is full by what is requested on 2026-11-26, as early as 2026-11-22 or not within 90 d',
      },
    ]);
    expect(capacityMarks('memory', tenDays, pools)).toEqual([]);
    expect(capacityMarks('cpu', forecast([1, 1]), pools)).toEqual([]);
  });

  it('has one row for each resource of a pool, which tells what fills it first', () => {
    const never = { kind: 'never', withinDays: 90 } as const;
    expect(capacityRows([pool(capacity('requested', never), capacity('used', full))])).toEqual([
      {
        key: 'general/cpu',
        pool: 'general (2 nodes)',
        resource: 'CPU',
        requested: '4 cores',
        used: '4 cores',
        room: '10 cores',
        full: 'by what is used on 2026-11-26, as early as 2026-11-22 or not within 90 d',
      },
    ]);
    expect(
      capacityRows([pool(capacity('requested', { kind: 'full-now' }), capacity('used', full))])[0]?.full,
    ).toBe('full now');
  });
});
