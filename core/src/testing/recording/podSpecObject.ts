import type {
  Container,
  ContainerSecurity,
  PodAffinityTerm,
  PodVolumes,
  Scheduling,
  Workload,
} from '../../model/index.ts';
import { field, nodeSelectorObject, quantities, selectorObject } from './objectParts.ts';

/** The pod specification that a workload's containers, scheduling and volumes would have been read from. */
export function podSpecObject(workload: Workload, claims: readonly string[]) {
  const { containers, scheduling, terminationGracePeriod, volumes } = workload;
  const [main, ...others] = containers.filter(({ role }) => role === 'main').map(containerObject);
  const ports = (scheduling?.hostPorts ?? []).map(hostPort => ({ containerPort: hostPort, hostPort }));
  return {
    containers: main ? [{ ...main, ...(ports.length > 0 ? { ports } : {}) }, ...others] : [],
    initContainers: containers.filter(({ role }) => role !== 'main').map(containerObject),
    volumes: volumeObjects(volumes, claims),
    ...field('terminationGracePeriodSeconds', terminationGracePeriod),
    ...(scheduling === null ? {} : schedulingObject(scheduling)),
  };
}

const containerObject = (container: Container) => {
  const { name, image, role, requests, limits, imagePullPolicy, runtimeSettings, security } = container;
  const { environment = {}, flags = [] } = runtimeSettings ?? {};
  return {
    name,
    image,
    ...(role === 'sidecar' ? { restartPolicy: 'Always' } : {}),
    ...field('imagePullPolicy', imagePullPolicy),
    ...(security === null ? {} : { securityContext: securityObject(security) }),
    ...(Object.keys(environment).length === 0
      ? {}
      : { env: Object.entries(environment).map(([variable, value]) => ({ name: variable, value })) }),
    ...(flags.length === 0 ? {} : { args: flags }),
    resources: { requests: quantities(requests), limits: quantities(limits) },
  };
};

const securityObject = ({ privileged, runsAsRoot, allowsPrivilegeEscalation }: ContainerSecurity) => ({
  privileged,
  allowPrivilegeEscalation: allowsPrivilegeEscalation,
  ...(runsAsRoot === true ? { runAsUser: 0 } : {}),
  ...(runsAsRoot === false ? { runAsNonRoot: true } : {}),
});

const volumeObjects = (volumes: PodVolumes | null, claims: readonly string[]) => [
  ...claims.map(name => ({ name, persistentVolumeClaim: { claimName: name } })),
  ...(volumes?.hostPaths ?? []).map((path, index) => ({ name: `host-${index}`, hostPath: { path } })),
  ...(volumes?.emptyDir ? [{ name: 'scratch', emptyDir: {} }] : []),
];

function schedulingObject(scheduling: Scheduling) {
  const { nodeAffinity, podAffinity, podAntiAffinity, tolerations, topologySpread } = scheduling;
  const required = <T>(terms: T) => ({ requiredDuringSchedulingIgnoredDuringExecution: terms });
  return {
    nodeSelector: scheduling.nodeSelector,
    affinity: {
      ...(nodeAffinity === null ? {} : { nodeAffinity: required(nodeSelectorObject(nodeAffinity)) }),
      podAffinity: required(podAffinity.map(affinityObject)),
      podAntiAffinity: required(podAntiAffinity.map(affinityObject)),
    },
    tolerations: tolerations.map(toleration =>
      Object.fromEntries(Object.entries(toleration).filter(([, value]) => value !== '')),
    ),
    topologySpreadConstraints: topologySpread.map(({ selector, minDomains, ...rest }) => ({
      ...rest,
      ...field('minDomains', minDomains),
      labelSelector: selectorObject(selector),
    })),
    ...field('priorityClassName', scheduling.priorityClass),
  };
}

const affinityObject = ({ selector, topologyKey, namespaces, namespaceSelector }: PodAffinityTerm) => ({
  topologyKey,
  namespaces,
  labelSelector: selectorObject(selector),
  ...(namespaceSelector === null ? {} : { namespaceSelector: selectorObject(namespaceSelector) }),
});
