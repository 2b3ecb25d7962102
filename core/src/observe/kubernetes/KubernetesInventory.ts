import {
  cureOf,
  describeError,
  type Inventory,
  type ObservationNote,
  SourceDeniedError,
  unixSecondsFromDate,
} from '../../model/index.ts';
import type { SourceDiagnosis } from '../clusterSource.ts';
import { KubernetesClient, type KubernetesClientOptions } from './KubernetesClient.ts';
import { connectKubernetes, type KubernetesConfig } from './connectKubernetes.ts';
import { notKubernetes } from './kubernetesFailure.ts';
import { qualified, rbacCure, readClusterObjects, RESOURCE_NAMES, RESOURCES } from './readClusterObjects.ts';
import { toClusterNode } from './toClusterNode.ts';
import { toVolumeClaims } from './toVolumeClaims.ts';
import { toWorkloads } from './toWorkloads.ts';

/** What the API server says exists, and what could not be had or read of it. */
export interface KubernetesReading {
  readonly inventory: Inventory;
  readonly notes: readonly ObservationNote[];
}

/** The inventory of a cluster, from its API server. */
export class KubernetesInventory {
  readonly #client: KubernetesClient;
  readonly #clusterId: string;

  private constructor(client: KubernetesClient, clusterId: string) {
    this.#client = client;
    this.#clusterId = clusterId;
  }

  /**
   * @param clusterId - part of the id of each workload
   * @throws InvalidInputError when the kubeconfig, its context or the service account is not there
   */
  static create(
    config: KubernetesConfig,
    clusterId: string,
    options?: KubernetesClientOptions,
  ): KubernetesInventory {
    return new KubernetesInventory(new KubernetesClient(connectKubernetes(config), options), clusterId);
  }

  /** As messages name it: `Kubernetes at https://10.0.0.1:6443`. */
  get label(): string {
    return this.#client.label;
  }

  /**
   * Lists everything page by page. What may not be listed, and quantities that cannot be read, become notes.
   *
   * @throws SourceUnreachableError, SourceProtocolError where there is no API server
   * @throws SourceDeniedError where nothing may be listed
   */
  async read(signal?: AbortSignal): Promise<KubernetesReading> {
    const { objects, notes } = await readClusterObjects(this.#client, signal);
    const unreadable = new Set<string>();
    const note = (message: string): void => void unreadable.add(message);
    const workloads = toWorkloads(objects, this.#clusterId, note);
    const inventory: Inventory = {
      observedAt: unixSecondsFromDate(new Date()),
      nodes: objects.nodes.map(node => toClusterNode(node, note)),
      workloads: workloads.map(({ workload }) => workload),
      volumeClaims: toVolumeClaims(objects.persistentvolumeclaims, workloads, note),
      volumes: null,
      disruptionBudgets: null,
      namespaces: null,
      services: null,
    };
    return { inventory, notes: [...notes, ...[...unreadable].map(unreadableNote)] };
  }

  /** Asks for the version and for one object of each resource; never throws but for an aborted signal. */
  async diagnose(signal?: AbortSignal): Promise<SourceDiagnosis> {
    try {
      const { gitVersion } = await this.#client.request(({ version }) => version.getCode(), signal);
      if (typeof gitVersion !== 'string') throw notKubernetes(this.label);
      return await this.#diagnoseRights(gitVersion, signal);
    } catch (error) {
      signal?.throwIfAborted();
      return {
        source: 'kubernetes',
        status: 'failed',
        version: null,
        finding: describeError(error),
        cure: cureOf(error) ?? null,
      };
    }
  }

  async #diagnoseRights(version: string, signal: AbortSignal | undefined): Promise<SourceDiagnosis> {
    const checks = await Promise.all(
      RESOURCE_NAMES.map(async resource => {
        try {
          await this.#client.request<unknown>(apis => RESOURCES[resource].list(apis, { limit: 1 }), signal);
          return [];
        } catch (error) {
          if (error instanceof SourceDeniedError) return [resource];
          throw error;
        }
      }),
    );
    const denied = checks.flat();
    if (denied.length === 0) {
      return {
        source: 'kubernetes',
        status: 'ok',
        version,
        finding: `${this.label} lets us list all that is needed`,
        cure: null,
      };
    }
    return {
      source: 'kubernetes',
      status: denied.length === RESOURCE_NAMES.length ? 'failed' : 'degraded',
      version,
      finding: `${this.label} does not let us list ${denied.map(qualified).join(', ')}`,
      cure: rbacCure(denied),
    };
  }
}

const unreadableNote = (message: string): ObservationNote => ({
  severity: 'warning',
  source: 'kubernetes',
  message,
  cure: 'correct the manifest; until then the figure is treated as not given',
});
