import { bytes, type Cores, cores, parseBytes, parseCores, type ResourceAmounts } from '../../model/index.ts';
import type { CpuPattern } from '../patterns/cpuPatterns.ts';
import type { MemoryPattern } from '../patterns/memoryPattern.ts';
import { type Declaration, USUAL } from './declaration.ts';

/** What a demo cluster is made of: the tables in `shop` and `platform`, read by the generator. */

export interface ContainerSpec {
  readonly name: string;
  readonly role: 'main' | 'init' | 'sidecar';
  readonly image: string;
  readonly requests: ResourceAmounts;
  readonly limits: ResourceAmounts;
  readonly cpu: CpuPattern;
  /** Median use of a pod; of a `plateau` the most it wants. */
  readonly typicalCpu: Cores;
  readonly memory: MemoryPattern;
  /** CPU wanted in a pod's first five minutes, as a multiple of the typical; 1 = nothing special. */
  readonly startUp: number;
}

export type Presence =
  | 'always'
  /** Scaled to zero at night and at weekends. */
  | 'office-hours'
  /** First deployed this many days before the window's end. */
  | { readonly sinceDays: number }
  /** Scaled to zero this many days before the window's end. */
  | { readonly gonePastDays: number };

export interface WorkloadSpec {
  readonly namespace: string;
  readonly kind: 'Deployment' | 'StatefulSet' | 'DaemonSet' | 'CronJob';
  readonly name: string;
  readonly replicas: number;
  /** Node pool its pods are bound to. */
  readonly pool: string;
  readonly containers: readonly ContainerSpec[];
  readonly autoscaler: { readonly min: number; readonly max: number; readonly cpuPercent: number } | null;
  /** New versions during the window; each replaces all pods. */
  readonly rollouts: number;
  readonly presence: Presence;
  readonly schedule: string | null;
  /** Median duration of a CronJob's run. */
  readonly runMinutes: number;
  readonly hostNetwork: boolean;
  /** Median bytes a second of a pod, received and sent; both follow the first container's work. */
  readonly traffic: { readonly received: number; readonly transmitted: number };
  /** Share of samples that the scraper gets, apart from the holes everybody has. */
  readonly scraped: number;
  /** Claim of each replica. */
  readonly volume: VolumeSpec | null;
  readonly team: string;
  readonly declares: Declaration;
}

export interface VolumeSpec {
  readonly name: string;
  readonly storageClass: string;
  readonly requested: string;
  readonly used: string;
}

export interface NodePoolSpec {
  readonly name: string;
  readonly instanceType: string;
  readonly count: number;
  readonly cpu: number;
  readonly memory: string;
  readonly gpus: number;
  readonly allocatable: { readonly cpu: string; readonly memory: string };
  readonly architecture: 'amd64' | 'arm64';
  readonly spot: boolean;
  readonly taint: { readonly key: string; readonly value: string } | null;
  /** Product name of the GPUs, where it has any. */
  readonly gpuModel: string | null;
  readonly maxPods: number;
}

/** `250m/512Mi`, `-/512Mi` (no CPU), `2/4Gi/1` (one GPU), `-` (nothing). */
export function amounts(text: string): ResourceAmounts {
  const [cpu = '-', memory = '-', gpus = '-'] = text.split('/');
  return {
    cpu: cpu === '-' ? null : parseCores(cpu),
    memory: memory === '-' ? null : parseBytes(memory),
    gpus: gpus === '-' ? null : Number(gpus),
  };
}

interface ContainerText {
  readonly image: string;
  readonly requests?: string;
  readonly limits?: string;
  /** Pattern and typical cores: `steady 120m`. */
  readonly cpu: `${CpuPattern} ${string}`;
  /** Warm working set: `300Mi`. */
  readonly memory: string;
  readonly leakPerHour?: number;
  readonly follows?: number;
  readonly startUp?: number;
}

export function container(
  name: string,
  text: ContainerText,
  role: ContainerSpec['role'] = 'main',
): ContainerSpec {
  const [pattern = 'constant', typical = '0'] = text.cpu.split(' ');
  return {
    name,
    role,
    image: text.image,
    requests: amounts(text.requests ?? '-'),
    limits: amounts(text.limits ?? '-'),
    cpu: pattern as CpuPattern,
    typicalCpu: parseCores(typical),
    memory: {
      typical: parseBytes(text.memory),
      leakPerHour: text.leakPerHour ?? 0,
      follows: text.follows ?? 0.02,
    },
    startUp: text.startUp ?? 1,
  };
}

/** A container that only runs before the others; it reserves, but is gone before anybody measures it. */
export const initContainer = (name: string, image: string, requests: string): ContainerSpec => ({
  name,
  role: 'init',
  image,
  requests: amounts(requests),
  limits: amounts('-'),
  cpu: 'constant',
  typicalCpu: cores(0),
  memory: { typical: bytes(0), leakPerHour: 0, follows: 0 },
  startUp: 1,
});

type Optional = Partial<
  Omit<WorkloadSpec, 'namespace' | 'kind' | 'name' | 'containers' | 'traffic' | 'declares'>
>;

/** One workload; what is left out is the usual. */
export function workload(
  path: `${string}/${WorkloadSpec['kind']}/${string}`,
  team: string,
  containers: readonly ContainerSpec[],
  rest: Optional & { readonly traffic?: string; readonly declares?: Partial<Declaration> } = {},
): WorkloadSpec {
  const [namespace = '', kind = '', name = ''] = path.split('/');
  const [received = '0', transmitted = '0'] = (rest.traffic ?? '0/0').split('/');
  return {
    replicas: 1,
    pool: 'general',
    autoscaler: null,
    rollouts: 0,
    presence: 'always',
    schedule: null,
    runMinutes: 0,
    hostNetwork: false,
    scraped: 1,
    volume: null,
    ...rest,
    namespace,
    kind: kind as WorkloadSpec['kind'],
    name,
    team,
    containers,
    declares: { ...USUAL, ...rest.declares },
    traffic: { received: parseBytes(received), transmitted: parseBytes(transmitted) },
  };
}
