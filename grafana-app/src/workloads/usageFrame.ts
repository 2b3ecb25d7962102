import { createDataFrame, type DataFrame, FieldType } from '@grafana/data';
import type { ContainerView, HourlyUsageView } from '@greenops/core/api';
import type { Resource } from './workloadQueries.ts';

const amountOf = (amounts: ContainerView['requests'], resource: Resource): number | null =>
  resource === 'cpu' ? amounts.cores : amounts.bytes;

/**
 * The hourly history of a container as the API gives it, with its request and limit as level lines.
 * `null` where there is no history. An hour without samples is absent from the answer; a gap of more
 * than one hour gets a `null`, so that no line is drawn where nothing was measured.
 */
export function usageFrame(container: ContainerView, resource: Resource): DataFrame | null {
  const hours = withGaps(resource === 'cpu' ? container.hourlyCpu : container.hourlyMemory);
  if (hours.length === 0) return null;
  const level = (name: string, amount: number | null) =>
    amount === null ? [] : [{ name, type: FieldType.number, values: hours.map(() => amount) }];
  return createDataFrame({
    refId: 'greenops',
    fields: [
      { name: 'time', type: FieldType.time, values: hours.map(({ time }) => time) },
      { name: 'mean', type: FieldType.number, values: hours.map(({ mean }) => mean) },
      { name: 'maximum', type: FieldType.number, values: hours.map(({ max }) => max) },
      ...level('request', amountOf(container.requests, resource)),
      ...level('limit', amountOf(container.limits, resource)),
    ],
  });
}

interface ChartPoint {
  /** Unix milliseconds. */
  readonly time: number;
  readonly mean: number | null;
  readonly max: number | null;
}

const HOUR_MS = 3_600_000;

function withGaps(history: readonly HourlyUsageView[]): readonly ChartPoint[] {
  const points: ChartPoint[] = [];
  for (const { hour, mean, max } of history) {
    const time = Date.parse(hour);
    const before = points.at(-1);
    if (before && time - before.time > HOUR_MS)
      points.push({ time: before.time + HOUR_MS, mean: null, max: null });
    points.push({ time, mean, max });
  }
  return points;
}
