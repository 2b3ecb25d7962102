import { groupVersionOf, type ResourceKind } from './resourceKinds.ts';

/** What the path of a request is about. */
export interface RequestTarget {
  readonly resource: ResourceKind;
  /** `null` for cluster-scoped resources and for all namespaces. */
  readonly namespace: string | null;
  /** `null` for the collection. */
  readonly name: string | null;
  readonly subresource: string | null;
}

/** Reads `/api/v1/…` and `/apis/<group>/<version>/…`; `null` for a path that is no resource. */
export function parseRequestPath(path: string, kinds: readonly ResourceKind[]): RequestTarget | null {
  const match = /^\/(?:api\/([^/]+)|apis\/([^/]+\/[^/]+))\/(.+)$/.exec(path);
  if (!match) return null;
  const groupVersion = match[1] ?? match[2];
  const parts = (match[3] ?? '').split('/').map(decodeURIComponent);
  const find = (plural: string | undefined): ResourceKind | undefined =>
    kinds.find(kind => kind.plural === plural && groupVersionOf(kind) === groupVersion);

  const [first, second, third, ...rest] = parts;
  const inside = first === 'namespaces' && third !== undefined ? find(third) : undefined;
  if (inside) return target(inside, second ?? null, rest);
  const resource = find(first);
  return resource ? target(resource, null, parts.slice(1)) : null;
}

const target = (
  resource: ResourceKind,
  namespace: string | null,
  rest: readonly string[],
): RequestTarget => ({
  resource,
  namespace,
  name: rest[0] ?? null,
  subresource: rest[1] ?? null,
});
