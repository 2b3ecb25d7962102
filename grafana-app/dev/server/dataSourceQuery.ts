/** One query as a Prometheus data source posts it to `/api/ds/query`. */
interface PostedQuery {
  readonly refId: string;
  readonly expr: string;
  readonly legendFormat?: string;
  readonly intervalMs?: number;
}

interface PostedQueries {
  readonly queries: readonly PostedQuery[];
  /** Unix milliseconds, as text. */
  readonly from: string;
  readonly to: string;
}

interface Series {
  readonly metric: Readonly<Record<string, string>>;
  readonly values: readonly (readonly [number, string])[];
}

type PrometheusAnswer =
  | { readonly status: 'success'; readonly data: { readonly result: readonly Series[] } }
  | { readonly status: 'error'; readonly errorType: string; readonly error: string };

/** Assumed distance of two scrapes, as Grafana assumes it where the data source does not say. */
const SCRAPE_INTERVAL_S = 15;
const MINIMUM_STEP_S = 60;

/**
 * What Grafana's Prometheus backend does with a range query: fills its macros, asks `query_range`,
 * answers one frame a series. The window of `$__rate_interval` is never shorter than four scrapes.
 */
export async function answerDataSourceQuery(
  prometheusUrl: string,
  posted: string,
): Promise<{ status: number; body: object }> {
  const { queries, from, to }: PostedQueries = JSON.parse(posted);
  const answered = await Promise.all(
    queries.map(
      async query => [query.refId, await answerOne(prometheusUrl, query, Number(from), Number(to))] as const,
    ),
  );
  const failed = answered.some(([, { error }]) => error !== undefined);
  return { status: failed ? 400 : 200, body: { results: Object.fromEntries(answered) } };
}

async function answerOne(
  prometheusUrl: string,
  query: PostedQuery,
  fromMs: number,
  toMs: number,
): Promise<{ frames: object[]; error?: string }> {
  const step = Math.max(MINIMUM_STEP_S, Math.ceil((query.intervalMs ?? 0) / 1000));
  const expr = query.expr
    .replaceAll('$__rate_interval', `${Math.max(step + SCRAPE_INTERVAL_S, 4 * MINIMUM_STEP_S)}s`)
    .replaceAll('$__interval', `${step}s`)
    .replaceAll('$__range', `${Math.round((toMs - fromMs) / 1000)}s`);
  const start = Math.floor(fromMs / 1000 / step) * step;
  try {
    const response = await fetch(`${prometheusUrl}/api/v1/query_range`, {
      method: 'POST',
      body: new URLSearchParams({
        query: expr,
        start: String(start),
        end: String(toMs / 1000),
        step: String(step),
      }),
    });
    const answer: PrometheusAnswer = JSON.parse(await response.text());
    if (answer.status === 'error') return { frames: [], error: `${answer.errorType}: ${answer.error}` };
    return { frames: answer.data.result.map(series => frameOf(query, series)) };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { frames: [], error: `Prometheus at ${prometheusUrl} cannot be asked: ${reason}` };
  }
}

function frameOf({ refId, legendFormat }: PostedQuery, { metric, values }: Series): object {
  const name = legendFormat?.replace(/\{\{\s*(\w+)\s*\}\}/g, (_, label: string) => metric[label] ?? '');
  return {
    schema: {
      refId,
      meta: { type: 'timeseries-multi' },
      fields: [
        { name: 'Time', type: 'time', typeInfo: { frame: 'time.Time' }, config: {} },
        {
          name: 'Value',
          type: 'number',
          typeInfo: { frame: 'float64' },
          labels: metric,
          config: name ? { displayNameFromDS: name } : {},
        },
      ],
    },
    data: { values: [values.map(([time]) => time * 1000), values.map(([, value]) => Number(value))] },
  };
}
