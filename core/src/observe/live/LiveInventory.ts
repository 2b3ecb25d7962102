import {
  cureOf,
  describeError,
  type Inventory,
  type ObservationNote,
  SourceQueryError,
  type TimeWindow,
  windowSeconds,
} from '../../model/index.ts';
import type { ClusterConfig } from '../clusterConfig.ts';
import type { SourceFinding } from '../clusterSource.ts';
import { KubeStateQueries } from '../inventory/KubeStateQueries.ts';
import { mergeInventories, type PresentInventory } from '../inventory/mergeInventories.ts';
import { readKubeStateInventory } from '../inventory/readKubeStateInventory.ts';
import type { PrometheusClient } from '../prometheus/PrometheusClient.ts';
import type { PromqlScope } from '../prometheus/promql.ts';
import { findSharedStore, sharedStoreText } from './clusterLabelValues.ts';

/** What is needed of the Kubernetes API; `KubernetesInventory` is it. */
export interface KubernetesReader {
  read(signal?: AbortSignal): Promise<PresentInventory & { readonly notes: readonly ObservationNote[] }>;
  diagnose(signal?: AbortSignal): Promise<SourceFinding>;
}

export type KubernetesOpener = (
  config: NonNullable<ClusterConfig['kubernetes']>,
  clusterId: string,
) => Promise<KubernetesReader>;

const NOTHING_SEEN: ReadonlySet<string> = new Set();

interface LiveInventoryOptions {
  readonly config: ClusterConfig;
  readonly prometheus: PrometheusClient | null;
  readonly scope: PromqlScope;
  readonly window: TimeWindow;
  readonly note: (note: ObservationNote) => void;
  readonly openKubernetes: KubernetesOpener;
}

/**
 * The inventory of a running cluster: the present from the Kubernetes API where there is access, pods of
 * the window that are gone from kube-state-metrics; each alone where the other fails. Read once.
 */
export class LiveInventory {
  readonly #options: LiveInventoryOptions;
  #read: Promise<PresentInventory> | null = null;

  constructor(options: LiveInventoryOptions) {
    this.#options = options;
  }

  async read(signal?: AbortSignal): Promise<Inventory> {
    return (await this.#readOnce(signal)).inventory;
  }

  /** Lists that the Kubernetes API gave (`api:pods` …); empty where it was not asked. */
  async seen(signal?: AbortSignal): Promise<ReadonlySet<string>> {
    return (await this.#readOnce(signal)).seen;
  }

  async #readOnce(signal: AbortSignal | undefined): Promise<PresentInventory> {
    this.#read ??= this.#combine(signal);
    try {
      return await this.#read;
    } catch (error) {
      // Not kept: the next try may find the source again.
      this.#read = null;
      throw error;
    }
  }

  /** `null` where no access is configured. */
  async openKubernetes(): Promise<KubernetesReader | null> {
    const { config, openKubernetes } = this.#options;
    return config.kubernetes ? openKubernetes(config.kubernetes, config.id) : null;
  }

  async #combine(signal: AbortSignal | undefined): Promise<PresentInventory> {
    const [present, past] = await Promise.allSettled([
      this.#fromKubernetes(signal),
      this.#fromKubeStateMetrics(signal),
    ]);
    signal?.throwIfAborted();
    if (present.status === 'fulfilled' && present.value !== null) {
      if (past.status === 'fulfilled') {
        return past.value === null
          ? present.value
          : { ...present.value, inventory: mergeInventories(present.value, past.value) };
      }
      this.#note('warning', 'kube-state-metrics', past.reason, 'Pods that are gone are missing');
      return present.value;
    }
    if (past.status === 'fulfilled' && past.value !== null) {
      if (present.status === 'rejected') {
        this.#note(
          'warning',
          'kubernetes',
          present.reason,
          'The inventory comes from kube-state-metrics alone',
        );
      }
      return { inventory: past.value, seen: NOTHING_SEEN };
    }
    if (present.status === 'rejected') throw present.reason;
    if (past.status === 'rejected') throw past.reason;
    throw new SourceQueryError(
      `cluster ${this.#options.config.id} has no source of an inventory`,
      'give access to the Kubernetes API (--kubeconfig) or a Prometheus that scrapes kube-state-metrics',
    );
  }

  async #fromKubernetes(signal: AbortSignal | undefined): Promise<PresentInventory | null> {
    const kubernetes = await this.openKubernetes();
    if (kubernetes === null) return null;
    const { inventory, seen, notes } = await kubernetes.read(signal);
    for (const note of notes) this.#options.note(note);
    return { inventory, seen };
  }

  async #fromKubeStateMetrics(signal: AbortSignal | undefined): Promise<Inventory | null> {
    const { prometheus, scope, window, config } = this.#options;
    if (prometheus === null) return null;
    const shared = config.clusterLabel ? null : await findSharedStore(prometheus, scope, window.end, signal);
    if (shared !== null) {
      const { finding, cure } = sharedStoreText(shared);
      throw new SourceQueryError(`${prometheus.label}: ${finding}`, cure);
    }
    const state = new KubeStateQueries({
      client: prometheus,
      scope,
      at: window.end,
      window: windowSeconds(window),
      signal,
    });
    return readKubeStateInventory(state, {
      clusterId: config.id,
      observedAt: window.end,
      source: prometheus.label,
    });
  }

  #note(severity: 'warning', source: ObservationNote['source'], error: unknown, effect: string): void {
    const cure = cureOf(error);
    this.#options.note({
      severity,
      source,
      message: `${effect}: ${describeError(error)}`,
      ...(cure === undefined ? {} : { cure }),
      unanswered: true,
    });
  }
}
