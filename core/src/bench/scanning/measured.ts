import type { PrometheusWatch } from '../../testing/prometheus/watchPrometheus.ts';

/** A run, and what the server had to do for it. */
export interface Measured<T> {
  readonly result: T;
  readonly queries: number;
  /** Samples that the server's engine has read. */
  readonly samples: number;
  readonly seconds: number;
}

export async function measured<T>(watch: PrometheusWatch, run: () => Promise<T>): Promise<Measured<T>> {
  watch.reset();
  const start = performance.now();
  const result = await run();
  return {
    result,
    queries: watch.queries.length,
    samples: watch.queries.reduce((sum, { samplesRead }) => sum + samplesRead, 0),
    seconds: (performance.now() - start) / 1000,
  };
}
