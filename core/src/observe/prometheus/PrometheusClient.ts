import { z } from 'zod';
import { type Seconds, SourceQueryError, type TimeWindow, type UnixSeconds } from '../../model/index.ts';
import type { HttpSourceConfig } from '../clusterConfig.ts';
import { type HttpAnswer, HttpSource, type HttpSourceOptions } from '../http/HttpSource.ts';
import { parsePrometheusAnswer } from './parsePrometheusAnswer.ts';
import {
  type Labels,
  type MatrixSeries,
  parseAs,
  parseMatrix,
  parseVector,
  type VectorSample,
} from './parseResult.ts';
import { type RangeChunk, rangeChunks } from './rangeChunks.ts';

const DAY = 86_400;
/** A range query is not split further than this when the source says it is too big. */
const SMALLEST_SPLIT = 3_600;
const TOO_BIG = /too many samples|timed out|exceeded maximum resolution|timeout/i;

type Parameters = Readonly<Record<string, string | readonly string[]>>;

/** Client of Prometheus' HTTP API v1, as Thanos, Mimir, Cortex and VictoriaMetrics speak it too. */
export class PrometheusClient {
  readonly #http: HttpSource;

  private constructor(http: HttpSource) {
    this.#http = http;
  }

  static create(config: HttpSourceConfig, options?: HttpSourceOptions): PrometheusClient {
    return new PrometheusClient(HttpSource.create('Prometheus', config, options));
  }

  get label(): string {
    return this.#http.label;
  }

  /** Instant query; `time` defaults to the server's now. */
  async query(expression: string, time?: UnixSeconds, signal?: AbortSignal): Promise<VectorSample[]> {
    const parameters = { query: expression, ...(time === undefined ? {} : { time: String(time) }) };
    return parseVector(this.label, await this.#post('/api/v1/query', parameters, signal));
  }

  /**
   * Range query over the moments of `window` (end exclusive), in chunks of a day and at most 11,000
   * points, oldest first; the next chunk is fetched while one is consumed. A chunk that the source
   * calls too big is halved down to an hour.
   */
  async *queryRange(
    expression: string,
    window: TimeWindow,
    step: Seconds,
    options: { signal?: AbortSignal | undefined; chunkSeconds?: number } = {},
  ): AsyncIterable<MatrixSeries[]> {
    const { signal, chunkSeconds = DAY } = options;
    const chunks = rangeChunks({ ...window, step, maxSeconds: chunkSeconds });
    const fetchChunk = (chunk: RangeChunk | undefined) => {
      if (chunk === undefined) return undefined;
      const fetched = this.#fetchRange(expression, chunk, step, signal);
      // It is awaited one turn later; a failure before that must not count as unhandled.
      fetched.catch(() => undefined);
      return fetched;
    };
    let next = fetchChunk(chunks[0]);
    for (let index = 0; next !== undefined; index += 1) {
      const current = await next;
      next = fetchChunk(chunks[index + 1]);
      yield* current;
    }
  }

  /** Values of a label among the series of some selectors, if wanted only of those with samples in a window. */
  async labelValues(
    label: string,
    selectors: readonly string[],
    signal?: AbortSignal,
    window?: TimeWindow,
  ): Promise<string[]> {
    const path = `/api/v1/label/${encodeURIComponent(label)}/values`;
    const span = window ? { start: String(window.start), end: String(window.end) } : {};
    const data = await this.#get(path, { 'match[]': selectors, ...span }, signal);
    return parseAs(this.label, z.array(z.string()), data);
  }

  async series(selectors: readonly string[], window: TimeWindow, signal?: AbortSignal): Promise<Labels[]> {
    const parameters = { 'match[]': selectors, start: String(window.start), end: String(window.end) };
    const data = await this.#post('/api/v1/series', parameters, signal);
    return parseAs(this.label, z.array(z.record(z.string(), z.string())), data);
  }

  /** Version, or `null` where a compatible store does not tell one. */
  async version(signal?: AbortSignal): Promise<string | null> {
    const answer = await this.#http.request({ path: '/api/v1/status/buildinfo', signal });
    if (answer.status === 404) return null;
    const parsed = z.object({ version: z.string() }).safeParse(parsePrometheusAnswer(this.label, answer));
    return parsed.success ? parsed.data.version : null;
  }

  async #fetchRange(
    expression: string,
    chunk: RangeChunk,
    step: Seconds,
    signal: AbortSignal | undefined,
  ): Promise<MatrixSeries[][]> {
    const { start, end } = chunk;
    const parameters = { query: expression, start: String(start), end: String(end), step: String(step) };
    try {
      return [parseMatrix(this.label, await this.#post('/api/v1/query_range', parameters, signal))];
    } catch (error) {
      const splittable = end - start > Math.max(SMALLEST_SPLIT, 2 * step);
      if (!(error instanceof SourceQueryError && TOO_BIG.test(error.message) && splittable)) throw error;
      const halves = rangeChunks({ start, end: end + step, step, maxSeconds: (end - start) / 2 + step });
      const parts: MatrixSeries[][] = [];
      for (const half of halves) parts.push(...(await this.#fetchRange(expression, half, step, signal)));
      return parts;
    }
  }

  async #get(path: string, parameters: Parameters, signal?: AbortSignal): Promise<unknown> {
    return parsePrometheusAnswer(this.label, await this.#http.request({ path, parameters, signal }));
  }

  /** By POST, since queries may be long; by GET where a gateway allows nothing else. */
  async #post(path: string, parameters: Parameters, signal?: AbortSignal): Promise<unknown> {
    const answer: HttpAnswer = await this.#http.request({ path, parameters, method: 'POST', signal });
    if (answer.status === 405) return this.#get(path, parameters, signal);
    return parsePrometheusAnswer(this.label, answer);
  }
}
