import { groupVersionOf, type ResourceKind } from './resourceKinds.ts';

const pathOf = (groupVersion: string): string =>
  groupVersion.includes('/') ? `apis/${groupVersion}` : `api/${groupVersion}`;

/**
 * The part of OpenAPI v3 that kubectl needs: it looks here whether PATCH takes `fieldValidation` and
 * `dryRun` before it applies. `null` for other paths.
 */
export function openApi(path: string, kinds: readonly ResourceKind[]): unknown {
  const groupVersions = [...new Set(kinds.map(groupVersionOf))];
  if (path === '/openapi/v3') {
    return {
      paths: Object.fromEntries(
        groupVersions.map(name => [pathOf(name), { serverRelativeURL: `/openapi/v3/${pathOf(name)}` }]),
      ),
    };
  }
  const groupVersion = groupVersions.find(name => path === `/openapi/v3/${pathOf(name)}`);
  if (groupVersion === undefined) return null;
  return {
    openapi: '3.0.0',
    info: { title: 'Kubernetes', version: 'stand-in' },
    paths: Object.fromEntries(
      kinds
        .filter(kind => groupVersionOf(kind) === groupVersion)
        .map(kind => [objectPath(kind), patchOperation(kind)]),
    ),
  };
}

const objectPath = (kind: ResourceKind): string =>
  `/${pathOf(groupVersionOf(kind))}/${kind.namespaced ? 'namespaces/{namespace}/' : ''}${kind.plural}/{name}`;

const patchOperation = ({ group, version, kind }: ResourceKind) => ({
  patch: {
    'x-kubernetes-action': 'patch',
    'x-kubernetes-group-version-kind': { group, version, kind },
    parameters: ['dryRun', 'fieldManager', 'fieldValidation', 'force'].map(name => ({
      name,
      in: 'query',
      schema: { type: 'string', uniqueItems: true },
    })),
    responses: { '200': { description: 'OK' } },
  },
});
