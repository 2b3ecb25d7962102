import type { V1Container, V1PodSpec } from '@kubernetes/client-node';
import type { Container, ContainerRole } from '../../model/index.ts';
import { containerSecurity } from './containerSecurity.ts';
import { resourceAmounts } from './resourceAmounts.ts';
import { runtimeSettings } from './runtimeSettings.ts';

const PULL_POLICIES = ['Always', 'IfNotPresent', 'Never'] as const;

/**
 * Containers of a pod or of a pod template, main ones first. A container that restarts for ever among the
 * init containers is a sidecar (Kubernetes 1.29 and later); one that people merely call so is a main one.
 *
 * @param note - told of each quantity that cannot be read
 */
export function podContainers(spec: V1PodSpec | undefined, note: (message: string) => void): Container[] {
  if (spec === undefined) return [];
  return [
    ...(spec.containers ?? []).map(container => toContainer(container, 'main', spec, note)),
    ...(spec.initContainers ?? []).map(container =>
      toContainer(container, container.restartPolicy === 'Always' ? 'sidecar' : 'init', spec, note),
    ),
  ];
}

function toContainer(
  container: V1Container,
  role: ContainerRole,
  pod: V1PodSpec,
  note: (message: string) => void,
): Container {
  const { name, image, resources } = container;
  const reject = (what: string) => (resource: string, quantity: string) =>
    note(`container ${name} has ${resource} ${what} "${quantity}", which is no amount`);
  const limits = resourceAmounts(resources?.limits, reject('limit'));
  const requests = resourceAmounts(resources?.requests, reject('request'));
  return {
    name,
    role,
    image: image ?? '',
    limits,
    // A request that is not given is the limit: Kubernetes writes that into pods, but not into templates.
    requests: {
      cpu: requests.cpu ?? (resources?.requests?.['cpu'] === undefined ? limits.cpu : null),
      memory: requests.memory ?? (resources?.requests?.['memory'] === undefined ? limits.memory : null),
      gpus: requests.gpus ?? limits.gpus,
    },
    security: containerSecurity(container, pod),
    runtimeSettings: runtimeSettings(container),
    imagePullPolicy: PULL_POLICIES.find(policy => policy === container.imagePullPolicy) ?? null,
  };
}
