import { cureOf, type ObservationNote, SourceDeniedError } from '../../model/index.ts';
import type { KubernetesClient } from './KubernetesClient.ts';
import { askResource } from './askResource.ts';
import {
  type ClusterObjects,
  qualified,
  rbacCure,
  RESOURCE_NAMES,
  type ResourceName,
  RESOURCES,
} from './clusterResources.ts';
import { notKubernetes } from './kubernetesFailure.ts';

/** What the API server gave. */
export interface ClusterReading {
  readonly objects: ClusterObjects;
  /** The lists that were given: an empty one that is not among them is not known to be empty. */
  readonly given: ReadonlySet<ResourceName>;
  readonly notes: readonly ObservationNote[];
}

/**
 * Lists everything. A resource that we may not list or that the server fails to give is left out with a
 * note, one that the cluster does not have without; the rest is still had.
 *
 * @throws SourceDeniedError where nothing may be listed
 * @throws SourceUnreachableError, SourceProtocolError where there is no API server
 */
export async function readClusterObjects(
  client: KubernetesClient,
  signal?: AbortSignal,
): Promise<ClusterReading> {
  const notes: ObservationNote[] = [];
  const failures: Error[] = [];
  const given = new Set<ResourceName>();
  const read = async <R extends ResourceName>(resource: R): Promise<[R, ClusterObjects[R][number][]]> => {
    const answer = await askResource(client, resource, signal, () =>
      client.list<ClusterObjects[R][number]>(RESOURCES[resource].list, signal),
    );
    if (answer.kind === 'given') {
      given.add(resource);
      return [resource, answer.value];
    }
    if (answer.kind === 'failed') {
      failures.push(answer.error);
      notes.push(missingNote(resource, answer.error));
    }
    return [resource, []];
  };
  const lists = await Promise.all(RESOURCE_NAMES.map(read));
  if (given.size === 0) throw failures[0] ?? notKubernetes(client.label);
  return { objects: Object.fromEntries(lists) as unknown as ClusterObjects, given, notes };
}

const missingNote = (resource: ResourceName, error: Error): ObservationNote => ({
  severity: resource === 'pods' ? 'error' : 'warning',
  source: 'kubernetes',
  message: `${qualified(resource)} could not be listed, so ${RESOURCES[resource].loss}: ${error.message}`,
  cure: error instanceof SourceDeniedError ? rbacCure([resource]) : (cureOf(error) ?? 'try again'),
});
