import { z } from 'zod';
import {
  type Seconds,
  SourceDeniedError,
  SourceProtocolError,
  SourceQueryError,
  type Workload,
} from '../../model/index.ts';
import type { HttpSourceConfig } from '../clusterConfig.ts';
import { HttpSource, type HttpSourceOptions } from '../http/HttpSource.ts';
import { assetSchema, pricesOfAssets } from './openCostAssets.ts';
import { allocationSchema, networkCostsOf } from './openCostNetwork.ts';
import { NOTHING_TOLD, type Told, type ToldPrices } from './toldPrices.ts';

const envelopeOf = <T>(data: z.ZodType<T>) =>
  z.object({ code: z.number(), message: z.string().nullish(), data: data.nullish() });

const assetsSchema = z.record(z.string(), assetSchema);
/** One map for each step; a step in which nothing ran is `null`. */
const allocationsSchema = z.array(z.record(z.string(), allocationSchema).nullable());
const configSchema = z.object({ currencyCode: z.string().nullish() });

/** Client of OpenCost's HTTP API (and of Kubecost's, which serves it below `/model`). */
export class OpenCostClient {
  readonly #http: HttpSource;

  private constructor(http: HttpSource) {
    this.#http = http;
  }

  static create(config: HttpSourceConfig, options?: HttpSourceOptions): OpenCostClient {
    return new OpenCostClient(HttpSource.create('OpenCost', config, options));
  }

  get label(): string {
    return this.#http.label;
  }

  /**
   * Prices of nodes, storage and load balancers over the last `window`, and the currency where it says.
   *
   * @throws SourceQueryError when OpenCost could not compute them (it may say so with HTTP 200)
   * @throws SourceProtocolError when the answer is not OpenCost's
   */
  async prices(window: Seconds, signal?: AbortSignal): Promise<Told> {
    const assets = await this.#ask('assets', { path: '/assets', window, signal }, assetsSchema);
    const currency = await this.#currency(signal);
    const told = pricesOfAssets(Object.values(assets ?? {}));
    return currency === null ? told : { ...told, currency };
  }

  /** Unit prices of the nodes alone; throws as {@link prices}. */
  async nodePrices(window: Seconds, signal?: AbortSignal): Promise<readonly ToldPrices[]> {
    return (await this.prices(window, signal)).nodes;
  }

  /** What traffic cost each workload over the last `window`; throws as {@link prices}. */
  async network(window: Seconds, workloads: readonly Workload[], signal?: AbortSignal): Promise<Told> {
    const steps = await this.#ask(
      'allocations',
      {
        path: '/allocation',
        window,
        parameters: { aggregate: 'namespace,controllerKind,controller', accumulate: 'true' },
        signal,
      },
      allocationsSchema,
    );
    const allocations = (steps ?? []).flatMap(step => Object.values(step ?? {}));
    const network = networkCostsOf(allocations, hoursOf(window), workloads);
    const currency = await this.#currency(signal);
    return { ...NOTHING_TOLD, ...(network && { network }), ...(currency !== null && { currency }) };
  }

  /** Kubecost and older releases tell it; the others have no such path and count in US dollars by default. */
  async #currency(signal: AbortSignal | undefined): Promise<string | null> {
    try {
      const answer = await this.#http.request({ path: '/getConfigs', signal });
      if (answer.status !== 200) return null;
      const config = envelopeOf(configSchema).safeParse(jsonOf(answer.body));
      return (config.success && config.data.data?.currencyCode) || null;
    } catch (error) {
      // A gateway that lets only the costs through is no reason to do without them.
      if (error instanceof SourceDeniedError) return null;
      throw error;
    }
  }

  async #ask<T>(
    what: string,
    request: {
      path: string;
      window: Seconds;
      parameters?: Readonly<Record<string, string>>;
      signal: AbortSignal | undefined;
    },
    schema: z.ZodType<T>,
  ): Promise<T | null | undefined> {
    const { path, window, parameters, signal } = request;
    const { body, status } = await this.#http.request({
      path,
      parameters: { window: `${hoursOf(window)}h`, ...parameters },
      signal,
    });
    const json = jsonOf(body);
    const failure = envelopeOf(z.unknown()).safeParse(json);
    if (!failure.success) throw this.#notOpenCost(status, failure.error);
    const { code, message } = failure.data;
    if (code !== 200 || status !== 200) {
      throw new SourceQueryError(
        `${this.label} could not compute the ${what} (HTTP ${status}, code ${code}): ${message ?? 'no reason given'}`,
        "look at OpenCost's own log; most often it cannot reach its Prometheus",
      );
    }
    const envelope = envelopeOf(schema).safeParse(json);
    if (!envelope.success) throw this.#notOpenCost(status, envelope.error);
    return envelope.data.data;
  }

  #notOpenCost(status: number, cause: unknown): SourceProtocolError {
    return new SourceProtocolError(
      `${this.label} did not answer as OpenCost does (HTTP ${status})`,
      'give the URL of its API (port 9003, not the user interface on 9090); for Kubecost with /model behind it',
      { cause },
    );
  }
}

const hoursOf = (window: Seconds): number => Math.max(1, Math.round(window / 3600));

/** `undefined` where it is none: what that means is for the caller to say. */
function jsonOf(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
