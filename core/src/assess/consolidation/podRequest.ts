import type { Container } from '../../model/index.ts';

/** What the scheduler sets aside for a pod, in whole numbers so that sums are exact. */
export interface PodRequest {
  /** Millionths of a core. */
  readonly cpu: number;
  readonly memory: number;
  readonly gpus: number;
}

export type RequestedResource = 'cpu' | 'memory';

/** The request of one container's resource once changes are made; `undefined` = as it is. */
export type RequestOverride = (container: string, resource: RequestedResource) => number | undefined;

export const MICRO = 1e6;
export const microcores = (cores: number): number => Math.round(cores * MICRO);

const NONE: PodRequest = { cpu: 0, memory: 0, gpus: 0 };

const sum = (a: PodRequest, b: PodRequest): PodRequest => ({
  cpu: a.cpu + b.cpu,
  memory: a.memory + b.memory,
  gpus: a.gpus + b.gpus,
});

const larger = (a: PodRequest, b: PodRequest): PodRequest => ({
  cpu: Math.max(a.cpu, b.cpu),
  memory: Math.max(a.memory, b.memory),
  gpus: Math.max(a.gpus, b.gpus),
});

const AS_IT_IS: RequestOverride = () => undefined;

/**
 * Request of a pod as kube-scheduler adds it up (`resource.PodRequests`): the larger of all main
 * containers and sidecars together, and of each init container with the sidecars that start before it.
 * The overhead of a runtime class is not known and left out.
 */
export function podRequest(
  containers: readonly Container[],
  override: RequestOverride = AS_IT_IS,
): PodRequest {
  let [running, sidecars, starting] = [NONE, NONE, NONE];
  for (const { name, role, requests } of containers) {
    const own: PodRequest = {
      cpu: microcores(override(name, 'cpu') ?? requests.cpu ?? 0),
      memory: Math.ceil(override(name, 'memory') ?? requests.memory ?? 0),
      gpus: requests.gpus ?? 0,
    };
    if (role === 'main') running = sum(running, own);
    if (role === 'sidecar') sidecars = sum(sidecars, own);
    if (role === 'init') starting = larger(starting, sum(sidecars, own));
  }
  return larger(sum(running, sidecars), starting);
}
