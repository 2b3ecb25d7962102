import type { OpenCostWindow } from './openCostWindow.ts';

/** One allocation of OpenCost's API; figures that are not named are allowed too. */
export interface OpenCostAllocation {
  readonly name: string;
  readonly properties: Readonly<Record<string, unknown>>;
  readonly [figure: string]: unknown;
}

/** Figures that are means or shares and so are not added up. */
const NOT_ADDITIVE = /(Efficiency|^minutes)$/;

/**
 * One step of `/allocation`: allocations by key, added up over those that have the same properties. A
 * property that an allocation does not have is `__unallocated__`.
 */
export function aggregateAllocations(
  allocations: readonly OpenCostAllocation[],
  aggregate: string,
  { start, end }: OpenCostWindow,
): Record<string, OpenCostAllocation> {
  const by = aggregate.split(',').filter(name => name !== '');
  const window = { start: start.toISOString(), end: end.toISOString() };
  const minutes = (end.getTime() - start.getTime()) / 60_000;
  const sums: Record<string, OpenCostAllocation> = {};
  for (const allocation of allocations) {
    const name =
      by.length === 0
        ? allocation.name
        : by.map(property => textOf(allocation.properties[property])).join('/');
    const before = sums[name];
    const properties =
      by.length === 0
        ? allocation.properties
        : Object.fromEntries(by.map(property => [property, textOf(allocation.properties[property])]));
    sums[name] = { ...added(before, allocation), name, properties, window, ...window, minutes };
  }
  return sums;
}

const textOf = (property: unknown): string =>
  typeof property === 'string' && property !== '' ? property : '__unallocated__';

function added(
  before: OpenCostAllocation | undefined,
  allocation: OpenCostAllocation,
): Record<string, unknown> {
  if (!before) return allocation;
  const sum: Record<string, unknown> = { ...before };
  for (const [figure, value] of Object.entries(allocation)) {
    if (typeof value !== 'number' || NOT_ADDITIVE.test(figure)) continue;
    sum[figure] = Number(before[figure] ?? 0) + value;
  }
  return sum;
}
