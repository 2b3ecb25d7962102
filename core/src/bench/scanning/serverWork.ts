/** What a Prometheus says of itself: queries answered and samples its engine has looked at, since it started. */
export interface ServerWork {
  readonly queries: number;
  readonly samples: number;
}

const QUERY_HANDLERS =
  /^prometheus_http_requests_total\{.*handler="\/api\/v1\/(?:query|query_range|series)".*\} (\S+)/;
const SAMPLES = /^prometheus_engine_query_samples_total (\S+)/;

export async function serverWork(url: string): Promise<ServerWork> {
  const lines = (await (await fetch(`${url}/metrics`)).text()).split('\n');
  const sum = (pattern: RegExp) =>
    lines.reduce((total, line) => total + Number(pattern.exec(line)?.[1] ?? 0), 0);
  return { queries: sum(QUERY_HANDLERS), samples: sum(SAMPLES) };
}

/** A run, and what the server had to do for it. */
export interface Measured<T> extends ServerWork {
  readonly result: T;
  readonly seconds: number;
}

export async function measured<T>(url: string, run: () => Promise<T>): Promise<Measured<T>> {
  const before = await serverWork(url);
  const start = performance.now();
  const result = await run();
  const seconds = (performance.now() - start) / 1000;
  const after = await serverWork(url);
  return {
    result,
    seconds,
    queries: after.queries - before.queries,
    samples: after.samples - before.samples,
  };
}
