import { groupVersionOf, type ResourceKind } from './resourceKinds.ts';

const VERBS = ['create', 'delete', 'get', 'list', 'patch', 'update', 'watch'];

/** What a client asks before it asks for anything: which groups, versions and resources there are. `null` for other paths. */
export function discover(
  anyPath: string,
  accept: string,
  kinds: readonly ResourceKind[],
  gitVersion: string,
): unknown {
  // The clients that are generated from the OpenAPI write a slash at the end, kubectl does not.
  const path = anyPath.replace(/\/$/, '');
  const aggregated = accept.includes('as=APIGroupDiscoveryList');
  if (path === '/version') return versionInfo(gitVersion);
  if (path === '/api') return aggregated ? groupDiscoveryList(kinds, true) : coreVersions();
  if (path === '/apis') return aggregated ? groupDiscoveryList(kinds, false) : groupList(kinds);
  const match = /^\/(?:api\/([^/]+)|apis\/([^/]+\/[^/]+))$/.exec(path);
  const groupVersion = match?.[1] ?? match?.[2];
  const resources = kinds.filter(kind => groupVersionOf(kind) === groupVersion);
  if (groupVersion !== undefined && resources.length > 0) return resourceList(groupVersion, resources);
  const group = /^\/apis\/([^/]+)$/.exec(path)?.[1];
  return groupList(kinds).groups.find(candidate => candidate.name === group) ?? null;
}

function versionInfo(gitVersion: string): Record<string, string> {
  const [major = '1', minor = '0'] = gitVersion.replace(/^v/, '').split('.');
  return {
    major,
    minor,
    gitVersion,
    gitCommit: '',
    gitTreeState: 'clean',
    buildDate: '1970-01-01T00:00:00Z',
    goVersion: 'go1.24',
    compiler: 'gc',
    platform: 'linux/amd64',
  };
}

const coreVersions = () => ({
  kind: 'APIVersions',
  versions: ['v1'],
  serverAddressByClientCIDRs: [{ clientCIDR: '0.0.0.0/0', serverAddress: '127.0.0.1' }],
});

const groupNames = (kinds: readonly ResourceKind[]): string[] =>
  [...new Set(kinds.map(kind => kind.group))].filter(group => group !== '');

const versionsOf = (kinds: readonly ResourceKind[], group: string): string[] => [
  ...new Set(kinds.filter(kind => kind.group === group).map(kind => kind.version)),
];

const groupList = (kinds: readonly ResourceKind[]) => ({
  kind: 'APIGroupList',
  apiVersion: 'v1',
  groups: groupNames(kinds).map(name => {
    const versions = versionsOf(kinds, name).map(version => ({
      groupVersion: `${name}/${version}`,
      version,
    }));
    return { kind: 'APIGroup', apiVersion: 'v1', name, versions, preferredVersion: versions[0] };
  }),
});

const resourceList = (groupVersion: string, resources: readonly ResourceKind[]) => ({
  kind: 'APIResourceList',
  apiVersion: 'v1',
  groupVersion,
  resources: resources.map(resource => ({
    name: resource.plural,
    singularName: resource.kind.toLowerCase(),
    namespaced: resource.namespaced,
    kind: resource.kind,
    verbs: VERBS,
    shortNames: resource.shortNames,
  })),
});

/** The one-request form of Kubernetes 1.26 and later. */
const groupDiscoveryList = (kinds: readonly ResourceKind[], core: boolean) => ({
  kind: 'APIGroupDiscoveryList',
  apiVersion: 'apidiscovery.k8s.io/v2',
  metadata: {},
  items: (core ? [''] : groupNames(kinds)).map(group => ({
    metadata: group === '' ? {} : { name: group },
    versions: versionsOf(kinds, group).map(version => ({
      version,
      freshness: 'Current',
      resources: kinds
        .filter(kind => kind.group === group && kind.version === version)
        .map(kind => ({
          resource: kind.plural,
          responseKind: { group, version, kind: kind.kind },
          scope: kind.namespaced ? 'Namespaced' : 'Cluster',
          singularResource: kind.kind.toLowerCase(),
          shortNames: kind.shortNames,
          verbs: VERBS,
        })),
    })),
  })),
});
