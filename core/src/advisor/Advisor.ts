import { type CustomRule, policyCalled } from '../assess/index.ts';
import {
  type ClusterIdentity,
  cureOf,
  describeError,
  InvalidInputError,
  NotFoundError,
  POLICIES,
  type Policy,
  type Scan,
  type UnixSeconds,
  unixSecondsFromDate,
} from '../model/index.ts';
import { type ClusterConfig, type ClusterSource, openCluster, type Progress } from '../observe/index.ts';
import type { Logger, Store } from '../store/index.ts';
import { forEachConcurrently } from './forEachConcurrently.ts';
import type { ClusterRegistry, RegisteredCluster } from './registry/ClusterRegistry.ts';
import { requireUsage } from './requireUsage.ts';
import { scanCluster } from './scanCluster.ts';
import type { ScanEvent } from './scanEvent.ts';

/** Clusters that are scanned at the same time; each takes memory and its sources' patience. */
const CONCURRENT_SCANS = 2;

export interface AdvisorOptions {
  readonly store: Store;
  /** Those of the configuration. */
  readonly clusters: readonly ClusterConfig[];
  /** Those that people add meanwhile; looked up before each cycle. */
  readonly registry?: Pick<ClusterRegistry, 'clusters'>;
  /** What clusters without a choice of their own are judged by. */
  readonly policy: Policy;
  /** Those that clusters, namespaces and workloads may choose from; default: ours. */
  readonly policies?: readonly Policy[];
  /** Rules of the user's own, beside ours; default: none. */
  readonly rules?: readonly CustomRule[];
  readonly logger: Logger;
  readonly onEvent?: (event: ScanEvent) => void;
  /** How a cluster is reached; default: by its configuration. */
  readonly openCluster?: (config: ClusterConfig) => Promise<ClusterSource>;
  /** Default: the system's clock. */
  readonly now?: () => UnixSeconds;
}

export interface ScanOptions {
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: Progress) => void;
}

type Settings = Required<Omit<AdvisorOptions, 'clusters'>>;

/** A cluster and how to find out its settings, which may fail where secrets have to be opened. */
type KnownCluster = Pick<RegisteredCluster, 'settings'>;

/** What is known of a cluster before it was ever read. */
const identityOf = ({ id, name, provider, region }: ClusterConfig): ClusterIdentity => ({
  id,
  name: name ?? id,
  provider,
  region,
  demo: false,
});

/** What went wrong and what to do about it, in one text. */
function reasonOf(error: unknown): string {
  const cure = cureOf(error);
  return cure === undefined ? describeError(error) : `${describeError(error)}. What to do: ${cure}`;
}

/** The use cases that servers call: scans the clusters of configuration and registry and keeps what was found. */
export class Advisor {
  readonly #settings: Settings;
  readonly #configured: ReadonlyMap<string, KnownCluster>;
  #clusters: ReadonlyMap<string, KnownCluster>;
  readonly #running = new Map<string, Promise<void>>();

  private constructor(settings: Settings, configs: readonly ClusterConfig[]) {
    this.#settings = settings;
    this.#configured = new Map(configs.map(config => [config.id, { settings: () => config }]));
    this.#clusters = this.#configured;
  }

  /**
   * Makes the clusters known to the store. Of their sources only recordings are opened, because only
   * they can tell whether they show a demo.
   *
   * @throws InvalidInputError when two clusters have the same id, or one wants a policy that there is not
   */
  static async create(options: AdvisorOptions): Promise<Advisor> {
    const { clusters, ...given } = options;
    const settings: Settings = {
      openCluster,
      registry: { clusters: async () => [] },
      rules: [],
      policies: POLICIES,
      onEvent: () => {},
      now: () => unixSecondsFromDate(new Date()),
      ...given,
    };
    if (new Set(clusters.map(({ id }) => id)).size < clusters.length) {
      throw new InvalidInputError('two clusters have the same id', 'give every cluster an id of its own');
    }
    for (const { policy } of clusters) if (policy !== undefined) policyCalled(policy, settings.policies);
    const advisor = new Advisor(settings, clusters);
    for (const config of clusters) await settings.store.registerCluster(await advisor.#identify(config));
    await settings.store.forgetConfigured(advisor.clusterIds);
    await advisor.refresh();
    return advisor;
  }

  /** As of the last {@link refresh}. */
  get clusterIds(): readonly string[] {
    return [...this.#clusters.keys()];
  }

  /** Looks up which clusters the registry has now; the configuration wins on the same id. */
  async refresh(): Promise<void> {
    const registered = await this.#settings.registry.clusters();
    this.#clusters = new Map([
      ...this.#configured,
      ...registered
        .filter(({ identity }) => !this.#configured.has(identity.id))
        .map(({ identity, settings }) => [identity.id, { settings }] as const),
    ]);
  }

  /**
   * Scans one cluster and stores the result; a failure is stored too, and thrown, and what was found
   * before it stays. A scan of the
   * cluster that is under way in this process is joined: its own signal decides when it stops.
   *
   * @throws NotFoundError for a cluster that is neither configured nor registered, `signal.reason` when it is aborted
   */
  async scan(clusterId: string, options: ScanOptions = {}): Promise<void> {
    await this.refresh();
    return this.#scanKnown(clusterId, options);
  }

  async #scanKnown(clusterId: string, options: ScanOptions): Promise<void> {
    const cluster = this.#clusters.get(clusterId);
    if (!cluster) {
      throw new NotFoundError(
        `there is no cluster "${clusterId}"`,
        `use one of: ${this.clusterIds.join(', ') || 'none is configured'}`,
      );
    }
    options.signal?.throwIfAborted();
    const running = this.#running.get(clusterId);
    if (running) return running;
    const scan = this.#scan(clusterId, cluster, options).finally(() => this.#running.delete(clusterId));
    this.#running.set(clusterId, scan);
    return scan;
  }

  /**
   * Scans all clusters, a few at a time. One that fails is recorded and logged, and never stops the others.
   *
   * @throws `signal.reason` when it is aborted
   */
  async scanAll({ signal }: { readonly signal?: AbortSignal } = {}): Promise<void> {
    await this.refresh();
    await forEachConcurrently(this.clusterIds, CONCURRENT_SCANS, async clusterId => {
      try {
        await this.#scanKnown(clusterId, signal ? { signal } : {});
      } catch {
        // It was stored and logged where it failed.
      }
    });
    signal?.throwIfAborted();
  }

  /** The cluster as its recording tells, or as it is configured where there is none or it cannot be read. */
  async #identify(config: ClusterConfig): Promise<ClusterIdentity> {
    if (config.recording === undefined) return identityOf(config);
    try {
      return this.#requireOwn(config, (await this.#settings.openCluster(config)).cluster);
    } catch (error) {
      this.#settings.logger.warn(`The recording of ${config.id} cannot be used: ${reasonOf(error)}`);
      return identityOf(config);
    }
  }

  /** Ids of workloads and findings are made with the cluster's id: what is stored must be what was configured. */
  #requireOwn(config: ClusterConfig, cluster: ClusterIdentity): ClusterIdentity {
    if (cluster.id === config.id) return cluster;
    throw new InvalidInputError(
      `the source of the cluster "${config.id}" calls itself "${cluster.id}"`,
      `configure it as "${cluster.id}"`,
    );
  }

  async #scan(clusterId: string, cluster: KnownCluster, options: ScanOptions): Promise<void> {
    const { store, onEvent, now } = this.#settings;
    try {
      await store.beginScan(clusterId, now());
      onEvent({ type: 'started', clusterId });
      const scan = await this.#read(cluster.settings(), options);
      options.signal?.throwIfAborted();
      requireUsage(scan);
      await store.saveScan(scan);
      this.#finished(clusterId, scan);
    } catch (error) {
      await this.#ended(clusterId, error, options.signal);
      throw error;
    }
  }

  async #read(config: ClusterConfig, { signal, onProgress }: ScanOptions): Promise<Scan> {
    const { policy, policies, rules, store, onEvent } = this.#settings;
    const source = await this.#settings.openCluster(config);
    this.#requireOwn(config, source.cluster);
    return scanCluster(source, {
      policy: config.policy === undefined ? policy : policyCalled(config.policy, policies),
      policies,
      rules,
      // A recording may be moved in time from one scan to the next: it is read anew each time.
      ...(config.recording === undefined ? { ledger: store.ledger } : {}),
      ...(signal ? { signal } : {}),
      onProgress(progress) {
        onEvent({ type: 'progress', clusterId: config.id, progress });
        onProgress?.(progress);
      },
    });
  }

  #finished(clusterId: string, { observation, assessment }: Scan): void {
    const workloads = observation.inventory.workloads.length;
    const opportunities = assessment.opportunities.length;
    this.#settings.logger.info(
      `Scanned ${clusterId}: ${workloads} workloads, ${opportunities} opportunities`,
    );
    this.#settings.onEvent({ type: 'finished', clusterId, workloads, opportunities });
  }

  /** Puts on record that a scan came to nothing. When even that fails, the log has both reasons. */
  async #ended(clusterId: string, error: unknown, signal: AbortSignal | undefined): Promise<void> {
    const { store, logger, onEvent, now } = this.#settings;
    try {
      if (signal?.aborted) {
        logger.info(`The scan of ${clusterId} was stopped`);
        await store.cancelScan(clusterId);
        onEvent({ type: 'cancelled', clusterId });
      } else {
        logger.error(`The scan of ${clusterId} failed: ${reasonOf(error)}`);
        await store.failScan(clusterId, now(), reasonOf(error));
        onEvent({ type: 'failed', clusterId, error });
      }
    } catch (second) {
      logger.error(`The end of the scan of ${clusterId} could not be stored: ${reasonOf(second)}`);
    }
  }
}
