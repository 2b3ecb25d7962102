import { readdirSync } from 'node:fs';
import path from 'node:path';
import { dataFile, readDataFile } from './testData.ts';

/** Mean of each hour from the first to the last; hours without a sample are NaN. */
function hourly(samples: readonly (readonly [unix: number, value: number])[]): Float64Array {
  const hours = new Map<number, { total: number; count: number }>();
  for (const [unix, value] of samples) {
    const hour = Math.floor(unix / 3_600);
    const sum = hours.get(hour) ?? { total: 0, count: 0 };
    hours.set(hour, { total: sum.total + value, count: sum.count + 1 });
  }
  const all = [...hours.keys()].sort((a, b) => a - b);
  const [first = 0, last = -1] = [all[0], all[all.length - 1]];
  return Float64Array.from({ length: last - first + 1 }, (_, index) => {
    const sum = hours.get(first + index);
    return sum ? sum.total / sum.count : Number.NaN;
  });
}

const rowsOf = (text: string, separator: RegExp): string[][] =>
  text
    .trim()
    .split('\n')
    .slice(1)
    .map(line => line.split(separator));

export interface RealSeries {
  readonly name: string;
  readonly values: Float64Array;
}

/** Amazon CloudWatch metrics of the Numenta Anomaly Benchmark, about a fortnight each. */
export function cloudWatchSeries(): RealSeries[] {
  return ['realAWSCloudwatch', 'realKnownCause'].flatMap(folder =>
    readdirSync(dataFile('nab-cloudwatch', folder))
      .filter(file => file.endsWith('.csv'))
      .sort()
      .map(file => ({
        name: path.basename(file, '.csv'),
        values: hourly(
          rowsOf(readDataFile('nab-cloudwatch', folder, file), /,/).map(
            ([time = '', value = '']) => [Date.parse(`${time}Z`) / 1000, Number(value)] as const,
          ),
        ),
      })),
  );
}

/** CPU and memory of virtual machines of Bitbrains, about a month each. */
export function bitbrainsSeries(): RealSeries[] {
  return readdirSync(dataFile('bitbrains-rnd'))
    .filter(file => file.endsWith('.csv.gz'))
    .sort()
    .flatMap(file => {
      const rows = rowsOf(readDataFile('bitbrains-rnd', file), /;\s*/);
      return [
        { name: `${file} CPU`, column: 3 },
        { name: `${file} memory`, column: 6 },
      ].map(({ name, column }) => ({
        name,
        values: hourly(rows.map(row => [Number(row[0]), Number(row[column])] as const)),
      }));
    });
}
