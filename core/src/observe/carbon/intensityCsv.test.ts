import { unixSeconds } from '../../model/index.ts';
import { describeWithData } from '../../testing/describeWith.ts';
import { hourlyMeans } from './hourlyMeans.ts';
import { parseIntensityCsv, readIntensityCsv } from './providers/intensityCsv.ts';

const HOUR = 3_600;
const NOON = Date.UTC(2026, 0, 1, 12) / 1000;

describe('parseIntensityCsv', () => {
  it.each([
    ['our own', 'time,gramsPerKilowattHour\n2026-01-01T12:00:00Z,250.5'],
    ['without a zone, which is UTC', 'time,gramsPerKilowattHour\r\n2026-01-01 12:00,250.5\r\n'],
    ['with an offset', 'time,gramsPerKilowattHour\n2026-01-01T13:00:00+01:00,250.5'],
    ['with a byte-order mark', '\uFEFFtime,gramsPerKilowattHour\n2026-01-01T12:00:00Z,250.5'],
    [
      'an export of Electricity Maps',
      'Datetime (UTC),Country,Zone name,Zone id,Carbon intensity gCO₂eq/kWh (direct),Carbon intensity gCO₂eq/kWh (Life cycle),Carbon-free energy percentage (CFE%)\n' +
        '2026-01-01 12:00:00,"Germany, Federal Republic of",Germany,DE,201.1,250.5,50',
    ],
    [
      'an older export of Electricity Maps',
      'Datetime (UTC),Country,Zone Name,Zone Id,Carbon Intensity gCO₂eq/kWh (direct),Carbon Intensity gCO₂eq/kWh (LCA),Low Carbon Percentage\n' +
        '2026-01-01 12:00:00,Germany,Germany,DE,201.1,250.5,50',
    ],
    ['somebody else’s', 'timestamp_utc,carbon_intensity_gco2_kwh\n2026-01-01T12:00:00Z,250.5'],
  ])('reads a table that is %s', (_, text) => {
    expect(parseIntensityCsv(text, 'grid.csv')).toEqual({ points: [{ time: NOON, grams: 250.5 }], bad: [] });
  });

  it('names bad rows by line and keeps the others; an empty intensity is not 0', () => {
    const rows = [
      '2026-01-01T12:00:00Z,',
      'soon,3',
      '2026-01-01T12:00:00Z,0',
      '2026-01-01T12:00:00Z,1e9',
      ',',
      '',
    ];
    const { points, bad } = parseIntensityCsv(['time,gramsPerKilowattHour', ...rows].join('\n'), 'grid.csv');
    expect(points).toEqual([{ time: NOON, grams: 0 }]);
    expect(bad.map(({ line }) => line)).toEqual([2, 3, 5, 6]);
  });

  it.each(['', 'hello', 'time,price\n2026-01-01T12:00:00Z,3', '<html></html>'])(
    'is told that %j is no such table',
    text => {
      expect(() => parseIntensityCsv(text, 'grid.csv')).toThrow(/grid.csv has no column of/);
    },
  );
});

describe('hourlyMeans', () => {
  it('means the readings of an hour; an hour without one stays absent, 0 stays 0', () => {
    const points = [
      { time: NOON, grams: 100 },
      { time: NOON + 1800, grams: 300 },
      { time: NOON + 2 * HOUR, grams: 0 },
      { time: NOON + 3 * HOUR, grams: Number.NaN },
      { time: Number.NaN, grams: 5 },
    ];
    expect(hourlyMeans(points)).toEqual([
      { hour: NOON, intensity: 200 },
      { hour: NOON + 2 * HOUR, intensity: 0 },
    ]);
  });
});

describeWithData('readIntensityCsv on measured grids', 'carbon', folder => {
  it.each([
    ['intensity-hourly-FR_2022.csv.gz', Date.UTC(2022, 5, 1), 10, 120],
    ['intensity-hourly-NL_2021-2024.csv.gz', Date.UTC(2023, 0, 1), 50, 700],
  ])('reads two weeks of %s', async (name, start, low, high) => {
    const window = { start: unixSeconds(start / 1000), end: unixSeconds(start / 1000 + 14 * 24 * HOUR) };
    const reading = await readIntensityCsv(
      { type: 'csv', file: `${folder}/${name}`, zone: 'X' },
      { window, location: { provider: 'unknown', region: null } },
    );
    expect(reading.average).toHaveLength(336);
    const mean = reading.average.reduce((total, { intensity }) => total + intensity, 0) / 336;
    expect(mean).toBeGreaterThan(low);
    expect(mean).toBeLessThan(high);
    expect(reading.notes).toEqual([]);
  });

  it('says of what time the table is where that is another', async () => {
    const window = { start: unixSeconds(1_795_000_000), end: unixSeconds(1_795_100_000) };
    const file = `${folder}/intensity-hourly-FR_2022.csv.gz`;
    await expect(
      readIntensityCsv({ type: 'csv', file }, { window, location: { provider: 'unknown', region: null } }),
    ).rejects.toThrow(/is about 2022-01-01T00:00:00Z to 2022-12-3\dT23:00:00Z, not about/);
  });
});
