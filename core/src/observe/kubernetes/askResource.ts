import { ApiException } from '@kubernetes/client-node';
import { SourceDeniedError, SourceQueryError } from '../../model/index.ts';
import type { KubernetesClient } from './KubernetesClient.ts';
import { type ResourceName, RESOURCES } from './clusterResources.ts';

/** What came of asking for a resource. */
export type ResourceAnswer<T> =
  | { readonly kind: 'given'; readonly value: T }
  /** The cluster has no such kind: an extension that is not installed, an API group that is newer than it. */
  | { readonly kind: 'absent' }
  | { readonly kind: 'failed'; readonly error: SourceDeniedError | SourceQueryError };

/**
 * Asks for a resource and tells apart that it is not there, that we may not have it and that it fails.
 *
 * @throws SourceUnreachableError, SourceProtocolError where there is no API server
 */
export async function askResource<T>(
  client: KubernetesClient,
  resource: ResourceName,
  signal: AbortSignal | undefined,
  ask: () => Promise<T>,
): Promise<ResourceAnswer<T>> {
  try {
    return { kind: 'given', value: await ask() };
  } catch (error) {
    if (RESOURCES[resource].group !== '' && isNotFound(error)) return { kind: 'absent' };
    if (!(error instanceof SourceDeniedError || error instanceof SourceQueryError)) throw error;
    const absent = error instanceof SourceDeniedError && (await isAbsent(client, resource, signal));
    return absent ? { kind: 'absent' } : { kind: 'failed', error };
  }
}

/** A 404 with or without a `Status`: the API server answers with plain text where it does not know the group at all. */
const isNotFound = (error: unknown): boolean =>
  error instanceof ApiException
    ? error.code === 404
    : error instanceof Error && error.cause !== undefined && isNotFound(error.cause);

/**
 * Whether a resource that we may not list is one that the cluster does not have: rights are looked at before
 * existence, so that a group that is not installed is forbidden too. Discovery is open to every account.
 */
async function isAbsent(
  client: KubernetesClient,
  resource: ResourceName,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  const { group } = RESOURCES[resource];
  if (group === '') return false;
  try {
    const { groups } = await client.request(apis => apis.groups.getAPIVersions(), signal);
    return !groups.some(({ name }) => name === group);
  } catch (error) {
    // Nobody may look: then what was said of the resource itself stands.
    if (error instanceof SourceDeniedError || error instanceof SourceQueryError) return false;
    throw error;
  }
}
