import type { V1ObjectMeta } from '@kubernetes/client-node';

/** Namespace (empty for what has none) and name; the client's types allow both to be absent, the API server does not. */
export const identityOf = ({
  metadata,
}: {
  metadata?: V1ObjectMeta;
}): { namespace: string; name: string } => ({
  namespace: metadata?.namespace ?? '',
  name: metadata?.name ?? '',
});
