import { z } from 'zod';
import { BYTES_PER_GIB, type Seconds, SourceProtocolError, SourceQueryError } from '../../model/index.ts';
import type { HttpSourceConfig } from '../clusterConfig.ts';
import { HttpSource, type HttpSourceOptions } from '../http/HttpSource.ts';
import type { ToldPrices } from './checkPrices.ts';

/** OpenCost writes `null` for NaN, and leaves fields out between versions: everything is optional. */
const number = z.number().nullish();
const assetSchema = z.object({
  type: z.string().nullish(),
  properties: z.object({ name: z.string().nullish() }).nullish(),
  cpuCoreHours: number,
  ramByteHours: number,
  GPUHours: number,
  cpuCost: number,
  ramCost: number,
  gpuCost: number,
  discount: number,
});
const envelopeSchema = z.object({
  code: z.number(),
  message: z.string().nullish(),
  data: z.record(z.string(), assetSchema).nullish(),
});

type Asset = z.infer<typeof assetSchema>;

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
   * Unit prices of the nodes of the last `window`: cost ÷ hours.
   *
   * @throws SourceQueryError when OpenCost could not compute them (it may say so with HTTP 200)
   * @throws SourceProtocolError when the answer is not OpenCost's
   */
  async nodePrices(window: Seconds, signal?: AbortSignal): Promise<ToldPrices[]> {
    const hours = Math.max(1, Math.round(window / 3600));
    const answer = await this.#http.request({
      path: '/assets',
      parameters: { window: `${hours}h`, filter: 'assetType:"node"' },
      signal,
    });
    const assets = this.#parse(answer.body, answer.status);
    // A version that does not know the filter sends disks and load balancers too.
    return Object.values(assets)
      .filter(asset => asset.type === 'Node')
      .map(pricesOf);
  }

  #parse(body: string, status: number): Record<string, Asset> {
    let json: unknown;
    try {
      json = JSON.parse(body);
    } catch (error) {
      throw this.#notOpenCost(status, error);
    }
    const envelope = envelopeSchema.safeParse(json);
    if (!envelope.success) throw this.#notOpenCost(status, envelope.error);
    const { code, message, data } = envelope.data;
    if (code !== 200 || status !== 200) {
      throw new SourceQueryError(
        `${this.label} could not compute the assets (HTTP ${status}, code ${code}): ${message ?? 'no reason given'}`,
        "look at OpenCost's own log; most often it cannot reach its Prometheus",
      );
    }
    return data ?? {};
  }

  #notOpenCost(status: number, cause: unknown): SourceProtocolError {
    return new SourceProtocolError(
      `${this.label} did not answer as OpenCost does (HTTP ${status})`,
      'give the URL of its API (port 9003, not the user interface on 9090); for Kubecost with /model behind it',
      { cause },
    );
  }
}

function pricesOf(asset: Asset): ToldPrices {
  const paid = 1 - Math.min(Math.max(asset.discount ?? 0, 0), 1);
  const ratio = (cost: number | null | undefined, hours: number | null | undefined) =>
    cost === null || cost === undefined || !hours ? null : cost / hours;
  const scaled = (price: number | null) => (price === null ? null : price * paid);
  const gibHours = asset.ramByteHours ? asset.ramByteHours / BYTES_PER_GIB : null;
  return {
    node: asset.properties?.name ?? '',
    perCore: scaled(ratio(asset.cpuCost, asset.cpuCoreHours)),
    perGiB: scaled(ratio(asset.ramCost, gibHours)),
    // The discount of a node is on its CPU and memory only.
    perGpu: ratio(asset.gpuCost, asset.GPUHours),
  };
}
