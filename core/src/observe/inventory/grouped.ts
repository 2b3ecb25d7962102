import { type UnixSeconds, unixSeconds } from '../../model/index.ts';
import type { Labels } from '../prometheus/parseResult.ts';
import type { StateRow } from './KubeStateQueries.ts';

/** Text of the labels in this order; `/` cannot be in a Kubernetes name. */
export const keyOf = (labels: Labels, ...names: readonly string[]): string =>
  names.map(name => labels[name] ?? '').join('/');

/** Rows by the values of some of their labels. */
export function grouped(rows: readonly StateRow[], ...names: readonly string[]): Map<string, StateRow[]> {
  const groups = new Map<string, StateRow[]>();
  for (const row of rows) {
    const key = keyOf(row.labels, ...names);
    const group = groups.get(key);
    if (group) group.push(row);
    else groups.set(key, [row]);
  }
  return groups;
}

/** Value of each object, by the values of some labels. */
export const valuesBy = (rows: readonly StateRow[], ...names: readonly string[]): Map<string, number> =>
  new Map(rows.map(row => [keyOf(row.labels, ...names), row.value]));

/** Value of a family that tells moments; 0 stands for none there. */
export const momentAt = (value: number | undefined): UnixSeconds | null =>
  value === undefined || !(value > 0) ? null : unixSeconds(value);
