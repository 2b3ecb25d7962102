import { cleanTrace } from '../trace.ts';
import type { TraceFormat } from './format.ts';

/** Seconds, milliseconds or ISO 8601. */
function secondsOf(text: string): number {
  const number = Number(text);
  if (!Number.isFinite(number)) return Date.parse(text) / 1000;
  return number > 1e11 ? number / 1000 : number;
}

/** As the header names a column; several names for one thing. */
const COLUMNS = {
  name: ['name', 'machine', 'container', 'pod', 'vm', 'series'],
  time: ['time', 'timestamp'],
  cores: ['cores', 'cpu'],
  bytes: ['bytes', 'memory', 'memorybytes'],
  capacityCores: ['capacitycores', 'capacity', 'cpucapacity', 'corescapacity'],
  capacityBytes: ['capacitybytes', 'memorycapacity', 'bytescapacity'],
} as const;

const indexOf = (header: readonly string[], names: readonly string[]): number =>
  header.findIndex(column =>
    names.includes(
      column
        .trim()
        .toLowerCase()
        .replace(/[^a-z]/g, ''),
    ),
  );

/**
 * Anybody's traces: `time,cores,bytes,capacityCores,capacityBytes`, in any order, with a column `name`
 * where a file holds several machines. Without a capacity, the highest use stands in for it.
 */
export const plainCsv: TraceFormat = {
  name: 'CSV',
  fits: header => {
    const columns = header.split(',');
    return indexOf(columns, COLUMNS.time) !== -1 && indexOf(columns, COLUMNS.cores) !== -1;
  },
  read: (file, [first = '', ...lines]) => {
    const header = first.split(',');
    const at = Object.fromEntries(
      Object.entries(COLUMNS).map(([key, names]) => [key, indexOf(header, names)]),
    ) as Record<keyof typeof COLUMNS, number>;
    const machines = new Map<string, string[][]>();
    for (const line of lines) {
      const cells = line.split(',');
      const name = at.name === -1 ? file : (cells[at.name] ?? file);
      const others = machines.get(name);
      if (others) others.push(cells);
      else machines.set(name, [cells]);
    }
    return [...machines].map(([name, rows]) => {
      const number = (cells: readonly string[], column: number): number | null => {
        const text = column === -1 ? '' : (cells[column] ?? '').trim();
        return text === '' ? null : Number(text);
      };
      const highest = (column: number) => Math.max(0, ...rows.map(cells => number(cells, column) ?? 0));
      const [mostCores, mostBytes] = [highest(at.cores), highest(at.bytes)];
      return cleanTrace(
        name,
        rows.map(cells => ({
          time: secondsOf(cells[at.time] ?? ''),
          cores: number(cells, at.cores) ?? Number.NaN,
          capacityCores: number(cells, at.capacityCores) ?? mostCores,
          bytes: number(cells, at.bytes),
          capacityBytes: number(cells, at.capacityBytes) ?? (mostBytes === 0 ? null : mostBytes),
        })),
      );
    });
  },
};
