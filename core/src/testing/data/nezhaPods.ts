import { readdirSync } from 'node:fs';
import { type Bytes, bytes, type Cores, cores, type UnixSeconds, unixSeconds } from '../../model/index.ts';
import { dataFile, readDataFile } from './testData.ts';

const FOLDER = ['online-boutique', '2022-08-22'] as const;
const MEBIBYTE = 2 ** 20;

export interface NezhaSample {
  /** From the Time column; TimeStamp is exactly 200,000,000 s wrong in some files. */
  readonly time: UnixSeconds;
  readonly cpu: Cores;
  readonly memory: Bytes;
  readonly receivedBytes: number;
  readonly transmittedBytes: number;
}

/** One pod (and its one container) of a real 20-hour run of Online Boutique. */
export interface NezhaPod {
  /** `frontend-579b9bff58-t2dbm` */
  readonly name: string;
  /** Name of the container, and of the Deployment: `frontend`. */
  readonly service: string;
  /** `frontend-579b9bff58` */
  readonly replicaSet: string;
  /** Median of usage ÷ rate, rounded to a whole millicore. */
  readonly cpuLimit: Cores;
  /** Median of usage ÷ rate, rounded to a whole MiB. */
  readonly memoryLimit: Bytes;
  /** Oldest first; rows with a blank cell or a time that was there already are left out. */
  readonly samples: readonly NezhaSample[];
  /** Rows that were left out. */
  readonly dropped: number;
}

/** All ten pods, by name. */
export function readNezhaPods(): NezhaPod[] {
  return readdirSync(dataFile('nezha-pods', ...FOLDER))
    .filter(file => file.endsWith('_metric.csv.gz'))
    .sort()
    .map(file =>
      readNezhaPod(readDataFile('nezha-pods', ...FOLDER, file), file.replace('_metric.csv.gz', '')),
    );
}

/** Columns by their position in the files of 2022-08-22. */
const COLUMN = {
  time: 0,
  cpuMilli: 3,
  cpuPercent: 4,
  memoryMi: 5,
  memoryPercent: 6,
  received: 9,
  transmitted: 10,
};

function readNezhaPod(csv: string, name: string): NezhaPod {
  const rows = csv.trim().split('\n').slice(1).map(parseRow);
  const samples = new Map<number, NezhaSample>();
  for (const row of rows) {
    if (![row.time, row.cpuMilli, row.memoryMi].every(Number.isFinite) || samples.has(row.time)) continue;
    samples.set(row.time, {
      time: unixSeconds(row.time),
      cpu: cores(row.cpuMilli / 1000),
      memory: bytes(row.memoryMi * MEBIBYTE),
      receivedBytes: row.received,
      transmittedBytes: row.transmitted,
    });
  }
  const [service = name] = name.split('-', 1);
  return {
    name,
    service,
    replicaSet: name.slice(0, name.lastIndexOf('-')),
    cpuLimit: cores(Math.round(medianRatio(rows, 'cpuMilli', 'cpuPercent') * 100) / 1000),
    memoryLimit: bytes(Math.round(medianRatio(rows, 'memoryMi', 'memoryPercent') * 100) * MEBIBYTE),
    samples: [...samples.values()].sort((a, b) => a.time - b.time),
    dropped: rows.length - samples.size,
  };
}

type Column = keyof typeof COLUMN;

function parseRow(line: string): Record<Column, number> {
  const cells = line.split(',');
  const cell = (column: Column): number => parseCell(cells[COLUMN[column]]);
  return {
    time: parseGoTime(cells[COLUMN.time] ?? ''),
    cpuMilli: cell('cpuMilli'),
    cpuPercent: cell('cpuPercent'),
    memoryMi: cell('memoryMi'),
    memoryPercent: cell('memoryPercent'),
    received: cell('received'),
    transmitted: cell('transmitted'),
  };
}

/** Usage and rate were not read at the same instant, so that single rows are off by up to a half; the median is not. */
function medianRatio(rows: readonly Record<Column, number>[], usage: Column, percent: Column): number {
  const ratios = rows
    .filter(row => row[percent] > 0)
    .map(row => row[usage] / row[percent])
    .sort((a, b) => a - b);
  return ratios[Math.floor(ratios.length / 2)] ?? NaN;
}

/** Blank is no figure, which is not 0. */
const parseCell = (cell: string | undefined): number =>
  cell === undefined || cell.trim() === '' ? NaN : Number(cell);

/** `2022-08-22 03:51:19.607158889 +0000 UTC m=+0.113` to whole milliseconds, as Prometheus keeps them. */
function parseGoTime(text: string): number {
  const match = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)(\.\d{1,3})?/.exec(text);
  return match ? Date.parse(`${match[1]}T${match[2]}${match[3] ?? ''}Z`) / 1000 : NaN;
}
