import type { ResourceAmounts, TimeWindow, UnixSeconds } from '../../model/index.ts';
import {
  type Labels,
  type MetricFamily,
  type MetricSeries,
  sampleTimes,
} from '../prometheus/metricFamily.ts';

/** One fact that holds over a span: a row of kube-state-metrics or OpenCost. */
export interface StateRow {
  readonly labels: Labels;
  readonly value: number;
  readonly window: TimeWindow;
}

/** Distance of the samples of facts: below the five minutes after which Prometheus takes a series for gone. */
const SECONDS_BETWEEN_SAMPLES = 240;

/** A family of gauges that stay what they are; made while it is written, for there are very many samples. */
export function stateFamily(name: string, target: Labels, rows: readonly StateRow[]): MetricFamily {
  return {
    name,
    // kube-state-metrics has one family that is no gauge.
    type: name.endsWith('_total') ? 'counter' : 'gauge',
    series: {
      *[Symbol.iterator](): Generator<MetricSeries> {
        for (const { labels, value, window } of rows) {
          const times = sampleTimes(window.start, window.end, SECONDS_BETWEEN_SAMPLES);
          yield {
            labels: { ...target, ...labels },
            times,
            values: new Float64Array(times.length).fill(value),
          };
        }
      },
    },
  };
}

/** Makes a family of one exporter. */
export type MakeFamily = (name: string, rows: readonly StateRow[]) => MetricFamily;

/** Rows of the resource families: name and unit as kube-state-metrics writes them. */
export function resourceRows(amounts: ResourceAmounts, labels: Labels, window: TimeWindow): StateRow[] {
  const rows: [resource: string, unit: string, value: number | null][] = [
    ['cpu', 'core', amounts.cpu],
    ['memory', 'byte', amounts.memory],
    ['nvidia_com_gpu', 'integer', amounts.gpus],
  ];
  return rows.flatMap(([resource, unit, value]) =>
    value === null ? [] : [{ labels: { ...labels, resource, unit }, value, window }],
  );
}

/** Kubernetes labels as labels of a metric: characters that Prometheus does not allow become `_`. */
export const prefixed = (prefix: string, labels: Labels): Labels =>
  Object.fromEntries(
    Object.entries(labels).map(([name, value]) => [prefix + name.replace(/\W/g, '_'), value]),
  );

/** When things were made, of those whose moment is known. */
export const createdRows = (
  things: readonly { readonly labels: Labels; readonly createdAt: UnixSeconds | null }[],
  window: TimeWindow,
): StateRow[] =>
  things.flatMap(({ labels, createdAt }) =>
    createdAt === null ? [] : [{ labels, value: createdAt, window }],
  );
