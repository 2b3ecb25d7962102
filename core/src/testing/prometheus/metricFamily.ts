import type { UnixSeconds } from '../../model/index.ts';

/** Label names and values; an empty value means the same as no label, as in Prometheus. */
export type Labels = Readonly<Record<string, string>>;

/** One time series to be laid into a Prometheus. */
export interface MetricSeries {
  readonly labels: Labels;
  /** Unix seconds, increasing. */
  readonly times: ArrayLike<number>;
  /** In the unit of the metric; counters as the counter's reading, not as a rate. */
  readonly values: ArrayLike<number>;
}

/** All series of one metric name. `series` may be generated while it is read, so that it need not fit in memory. */
export interface MetricFamily {
  /** As in queries: a counter's with its `_total`. */
  readonly name: string;
  readonly type: 'counter' | 'gauge';
  readonly series: Iterable<MetricSeries>;
}

/** Sample times of a window, both ends included; the last one is `end` even when the step does not divide the window. */
export function sampleTimes(start: UnixSeconds, end: UnixSeconds, stepSeconds: number): Float64Array {
  const steps = Math.floor((end - start) / stepSeconds);
  return Float64Array.from({ length: steps + 1 }, (_, index) => end - (steps - index) * stepSeconds);
}
