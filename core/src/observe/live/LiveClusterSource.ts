import {
  type ClusterIdentity,
  cureOf,
  describeError,
  type GridIntensity,
  type Inventory,
  InvalidInputError,
  type ObservationNote,
  type PowerUsageEffectiveness,
  type PriceBook,
  type Seconds,
  seconds,
  type SourceName,
  type TimeWindow,
  type UnixSeconds,
  unixSeconds,
  unixSecondsFromDate,
} from '../../model/index.ts';
import { powerUsageEffectiveness } from '../carbon/powerUsageEffectiveness.ts';
import { resolveGrid } from '../carbon/resolveGrid.ts';
import { type ClusterLocation, resolveLocation } from '../carbon/resolveLocation.ts';
import type { ClusterConfig } from '../clusterConfig.ts';
import type {
  ClusterFacts,
  ClusterSource,
  EnergyProvenance,
  SeriesChunk,
  SourceDiagnosis,
} from '../clusterSource.ts';
import { diagnoseCluster } from '../diagnose/diagnoseCluster.ts';
import type { HttpSourceOptions } from '../http/HttpSource.ts';
import type { KeplerSurvey } from '../kepler/KeplerSurvey.ts';
import { keplerProvenance } from '../kepler/keplerProvenance.ts';
import { surveyKepler } from '../kepler/surveyKepler.ts';
import { OpenCostClient } from '../prices/OpenCostClient.ts';
import { defaultPrices } from '../prices/defaultPrices.ts';
import { resolvePrices } from '../prices/resolvePrices.ts';
import { PrometheusClient } from '../prometheus/PrometheusClient.ts';
import { PromqlScope } from '../prometheus/promql.ts';
import { readImages } from '../registry/readImages.ts';
import { type KubernetesOpener, LiveInventory } from './LiveInventory.ts';
import { SeriesReader } from './SeriesReader.ts';
import { metricsSeen } from './metricsSeen.ts';
import { podsOfWorkloads } from './podsOfWorkloads.ts';
import { priceOrigins } from './priceOrigins.ts';
import { readFacts } from './readFacts.ts';

const HOUR = 3_600;
const STEP = seconds(300);
/** For windows so short that five minutes would leave too few samples to tell anything. */
const SHORT_STEP = seconds(60);
const SHORT_WINDOW = 6 * HOUR;

export interface LiveClusterOptions {
  /** End of the window; now by default. */
  readonly now?: UnixSeconds;
  /** What was found out before it was opened. */
  readonly notes?: readonly ObservationNote[];
  readonly http?: HttpSourceOptions;
  /** Opens the Kubernetes API where access to it is configured. */
  readonly openKubernetes: KubernetesOpener;
}

/** A running cluster, read through Prometheus, the Kubernetes API and OpenCost. */
export class LiveClusterSource implements ClusterSource {
  readonly cluster: ClusterIdentity;
  readonly step: Seconds;
  readonly window: TimeWindow;
  readonly asked: readonly SourceName[];
  readonly #config: ClusterConfig;
  readonly #prometheus: PrometheusClient | null;
  readonly #opencost: OpenCostClient | null;
  readonly #scope: PromqlScope;
  readonly #inventory: LiveInventory;
  readonly #notes: ObservationNote[];
  readonly #reader: SeriesReader | null;
  #survey: Promise<KeplerSurvey> | null = null;
  #seen: Promise<ReadonlySet<string> | null> | null = null;
  readonly #http: HttpSourceOptions;

  private constructor(config: ClusterConfig, options: LiveClusterOptions) {
    const { id, name = id, provider, region, timeZone } = config;
    this.cluster = { id, name, provider, region, ...(timeZone && { timeZone }), demo: false };
    const length = config.historyDays * 24 * HOUR;
    this.step = length < SHORT_WINDOW ? SHORT_STEP : STEP;
    const now = options.now ?? unixSecondsFromDate(new Date());
    // On whole steps, so that two scans ask for the same moments and a store can cache the answers.
    const end = Math.floor(now / this.step) * this.step;
    const start = end - Math.ceil(length / this.step) * this.step;
    this.window = { start: unixSeconds(start), end: unixSeconds(end) };
    this.#config = config;
    this.asked = connectionsOf(config);
    this.#notes = [...(options.notes ?? [])];
    this.#http = options.http ?? {};
    this.#scope = new PromqlScope(config.clusterLabel);
    this.#prometheus = config.prometheus ? PrometheusClient.create(config.prometheus, options.http) : null;
    this.#opencost = config.opencost ? OpenCostClient.create(config.opencost, options.http) : null;
    this.#inventory = new LiveInventory({
      config,
      prometheus: this.#prometheus,
      scope: this.#scope,
      window: this.window,
      note: note => this.#notes.push(note),
      openKubernetes: options.openKubernetes,
    });
    this.#reader =
      this.#prometheus &&
      new SeriesReader({
        client: this.#prometheus,
        scope: this.#scope,
        window: this.window,
        step: this.step,
        kepler: signal => this.#keplerSurvey(signal),
        seen: signal => this.#metricsSeen(signal),
        functionalUnits: config.functionalUnits ?? [],
        note: note => this.#notes.push(note),
        noteFailure: (source, error) => this.#noteFailure(source, error),
      });
  }

  /** @throws InvalidInputError when the configuration names no source at all */
  static create(config: ClusterConfig, options: LiveClusterOptions): LiveClusterSource {
    if (!config.prometheus && !config.kubernetes) {
      throw new InvalidInputError(
        `cluster ${config.id} has neither prometheus nor kubernetes configured`,
        'give the URL of its Prometheus (--prometheus) and access to its API (--kubeconfig)',
      );
    }
    return new LiveClusterSource(config, options);
  }

  async inventory(signal?: AbortSignal): Promise<Inventory> {
    return this.#inventory.read(signal);
  }

  async facts(signal?: AbortSignal): Promise<ClusterFacts> {
    const { registry } = this.#config;
    const note = (found: ObservationNote): unknown => this.#notes.push(found);
    const facts = await readFacts({
      client: this.#prometheus,
      scope: this.#scope,
      window: this.window,
      inventory: () => this.#inventory.read(signal),
      seen: () => this.#metricsSeen(signal),
      readImages: registry?.enabled
        ? inventory => readImages(inventory, { config: registry, http: this.#http, note, signal })
        : null,
      note,
      signal,
    });
    return { ...facts, seen: new Set([...facts.seen, ...(await this.#inventory.seen(signal))]) };
  }

  async *series(options: Parameters<ClusterSource['series']>[0] = {}): AsyncIterable<SeriesChunk> {
    if (this.#reader === null) {
      this.#notes.push({
        severity: 'warning',
        source: 'prometheus',
        message: 'No Prometheus is configured: what containers use is not known.',
        cure: 'Give its URL (--prometheus).',
      });
      // Nothing was read: once there is a Prometheus, all of it is still to be learned.
      for (const family of options.spans?.keys() ?? []) options.onFailure?.(family);
      return;
    }
    yield* podsOfWorkloads(this.#reader.read(options), () => this.#inventory.read(options.signal));
  }

  async energyProvenance(signal?: AbortSignal): Promise<EnergyProvenance> {
    if (this.#prometheus === null) return { pods: null, nodes: null };
    return keplerProvenance(await this.#keplerSurvey(signal), this.window.end);
  }

  async prices(signal?: AbortSignal): Promise<PriceBook> {
    const inventory = await this.#inventory.read(signal);
    const { provider, region } = resolveLocation(this.cluster, inventory.nodes);
    const { file, idle } = this.#config.prices ?? {};
    const book = await resolvePrices(
      priceOrigins({
        prometheus: this.#prometheus,
        opencost: this.#opencost,
        file,
        place: { provider, region },
        scope: this.#scope,
        window: this.window,
        inventory,
        signal,
      }),
      {
        window: this.window,
        defaults: defaultPrices(provider, inventory.nodes),
        nodes: inventory.nodes,
        note: note => this.#notes.push(note),
        noteFailure: error => {
          signal?.throwIfAborted();
          this.#noteFailure('opencost', error);
        },
      },
    );
    return idle === undefined ? book : { ...book, idle };
  }

  async grid(signal?: AbortSignal): Promise<GridIntensity | null> {
    return resolveGrid(
      this.#config,
      { window: this.window, location: await this.#location(signal), signal, http: this.#http },
      note => this.#notes.push(note),
    );
  }

  async pue(signal?: AbortSignal): Promise<PowerUsageEffectiveness> {
    return powerUsageEffectiveness((await this.#location(signal)).provider, this.#config.pue);
  }

  async diagnose(signal?: AbortSignal): Promise<readonly SourceDiagnosis[]> {
    return diagnoseCluster({
      config: this.#config,
      prometheus: this.#prometheus,
      opencost: this.#opencost,
      scope: this.#scope,
      window: this.window,
      openKubernetes: () => this.#inventory.openKubernetes(),
      location: () => this.#location(signal),
      signal,
    });
  }

  notes(): readonly ObservationNote[] {
    return this.#notes;
  }

  /** The nodes are asked only for what the configuration leaves open. */
  async #location(signal: AbortSignal | undefined): Promise<ClusterLocation> {
    const { provider, region } = this.cluster;
    if (provider !== 'unknown' && region !== null) return { provider, region };
    return resolveLocation(this.cluster, (await this.#inventory.read(signal)).nodes);
  }

  /** Asked once: what to read and what rules can judge depend on the same answer. */
  async #metricsSeen(signal: AbortSignal | undefined): Promise<ReadonlySet<string> | null> {
    if (this.#prometheus === null) return new Set();
    this.#seen ??= metricsSeen(this.#prometheus, this.#scope, {
      window: this.window,
      extra: (this.#config.functionalUnits ?? []).map(({ metric }) => metric),
      note: note => this.#notes.push(note),
      signal,
    });
    try {
      return await this.#seen;
    } catch (error) {
      this.#seen = null;
      throw error;
    }
  }

  async #keplerSurvey(signal: AbortSignal | undefined): Promise<KeplerSurvey> {
    if (this.#prometheus === null) return { generation1: null, generation2: null, interval: 60 };
    this.#survey ??= surveyKepler(this.#prometheus, this.#scope, this.window.end, signal);
    try {
      return await this.#survey;
    } catch (error) {
      this.#survey = null;
      throw error;
    }
  }

  #noteFailure(source: SourceName, error: unknown): void {
    const cure = cureOf(error);
    this.#notes.push({
      severity: 'error',
      source,
      message: describeError(error),
      ...(cure === undefined ? {} : { cure }),
      unanswered: true,
    });
  }
}

function connectionsOf({ kubernetes, prometheus, opencost, grid = [] }: ClusterConfig): SourceName[] {
  const connections: readonly [SourceName, boolean][] = [
    ['kubernetes', kubernetes !== undefined],
    ['prometheus', prometheus !== undefined],
    ['opencost', opencost !== undefined],
    ['grid-intensity', grid.some(({ type }) => type !== 'fixed')],
  ];
  return connections.filter(([, configured]) => configured).map(([source]) => source);
}
