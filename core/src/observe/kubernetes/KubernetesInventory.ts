import {
  cureOf,
  describeError,
  type Inventory,
  type ObservationNote,
  SourceDeniedError,
  unixSecondsFromDate,
} from '../../model/index.ts';
import type { SourceFinding } from '../clusterSource.ts';
import { KubernetesClient, type KubernetesClientOptions } from './KubernetesClient.ts';
import { askResource } from './askResource.ts';
import { qualified, rbacCure, RESOURCE_NAMES, type ResourceName, RESOURCES } from './clusterResources.ts';
import { connectKubernetes, type KubernetesConfig } from './connectKubernetes.ts';
import { notKubernetes } from './kubernetesFailure.ts';
import { readClusterObjects } from './readClusterObjects.ts';
import { toClusterNode } from './toClusterNode.ts';
import { toDisruptionBudget } from './toDisruptionBudget.ts';
import { toNamespace } from './toNamespace.ts';
import { toPersistentVolumes } from './toPersistentVolumes.ts';
import { toService } from './toService.ts';
import { toVolumeClaims } from './toVolumeClaims.ts';
import { toWorkloads } from './toWorkloads.ts';

/** What the API server says exists, and what could not be had or read of it. */
export interface KubernetesReading {
  readonly inventory: Inventory;
  /** The lists that were given, as `Observation.seen` names them: `api:pods`; `api:pod-specs` comes with it. */
  readonly seen: ReadonlySet<string>;
  readonly notes: readonly ObservationNote[];
}

/** Without any of these there is nothing to say of a cluster. */
const ESSENTIAL: readonly ResourceName[] = ['pods', 'deployments', 'statefulsets', 'daemonsets'];

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
    const { objects, given, notes } = await readClusterObjects(this.#client, signal);
    const unreadable = new Set<string>();
    const note = (message: string): void => void unreadable.add(message);
    const workloads = toWorkloads(objects, this.#clusterId, note);
    const list = <T>(resource: ResourceName, read: () => T[]): T[] | null =>
      given.has(resource) ? read() : null;
    const inventory: Inventory = {
      observedAt: unixSecondsFromDate(new Date()),
      nodes: objects.nodes.map(node => toClusterNode(node, note)),
      workloads: workloads.map(({ workload }) => workload),
      volumeClaims: toVolumeClaims(objects.persistentvolumeclaims, workloads, note),
      volumes: list('persistentvolumes', () => toPersistentVolumes(objects.persistentvolumes, note)),
      disruptionBudgets: list('poddisruptionbudgets', () =>
        objects.poddisruptionbudgets.map(toDisruptionBudget),
      ),
      namespaces: list('namespaces', () => objects.namespaces.map(toNamespace)),
      services: list('services', () => objects.services.map(toService)),
    };
    return {
      inventory,
      seen: new Set([
        ...[...given].map(resource => `api:${resource}`),
        ...(given.has('pods') ? ['api:pod-specs'] : []),
      ]),
      notes: [...notes, ...[...unreadable].map(unreadableNote)],
    };
  }

  /** Asks for the version and for one object of each resource; never throws but for an aborted signal. */
  async diagnose(signal?: AbortSignal): Promise<SourceFinding> {
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

  async #diagnoseRights(version: string, signal: AbortSignal | undefined): Promise<SourceFinding> {
    const checks = await Promise.all(
      RESOURCE_NAMES.map(async resource => {
        const answer = await askResource(this.#client, resource, signal, () =>
          this.#client.request<unknown>(apis => RESOURCES[resource].list(apis, { limit: 1 }), signal),
        );
        if (answer.kind !== 'failed') return [];
        if (answer.error instanceof SourceDeniedError) return [resource];
        throw answer.error;
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
      status: ESSENTIAL.every(resource => denied.includes(resource)) ? 'failed' : 'degraded',
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
