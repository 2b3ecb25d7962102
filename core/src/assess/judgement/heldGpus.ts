import {
  type EvidenceFact,
  formatDuration,
  type GpuUsage,
  HOURS_PER_MONTH,
  type Observation,
  pricesOfNode,
  type Provenance,
  ratio,
  type Ratio,
  type Seconds,
  seconds,
  windowSeconds,
} from '../../model/index.ts';
import { NOTHING, type Reservation } from '../footprint/reservation.ts';
import type { ContainerSubject, Effect, Need } from '../rule.ts';
import { computed, declared, fact, known } from './evidence.ts';

/** Busy for less than this share of any five minutes: nobody computes. Catalogue G1: below 1 %. */
export const GPU_AT_REST = ratio(0.01);
/** Frame buffer that a process holds which has only opened the device; own judgement, from 300 to 600 MiB by driver. */
export const GPU_BASELINE_BYTES = 600 * 2 ** 20;

export const GPU_NEEDS: readonly Need[] = [
  {
    anyOf: ['DCGM_FI_DEV_GPU_UTIL', 'DCGM_FI_PROF_GR_ENGINE_ACTIVE'],
    for: 'how busy GPUs are (dcgm-exporter)',
  },
  { anyOf: ['DCGM_FI_DEV_FB_USED'], for: 'memory used on GPUs (dcgm-exporter)' },
  { anyOf: ['api:pods', 'kube_pod_container_resource_requests'], for: 'GPUs requested' },
];

/** GPUs that a container holds, and how long each was watched on average. */
export interface HeldGpus {
  readonly devices: readonly GpuUsage[];
  /** Per pod. */
  readonly requested: number;
  readonly watched: Seconds;
  readonly samples: number;
  /** Time watched ÷ window, at most 1. */
  readonly coverage: Ratio;
}

/** `null` for a container that asks for no GPU; a reason where what its GPUs do is not known well enough. */
export function heldGpus(
  { container, context, workload, replicas }: ContainerSubject,
  shortest: Seconds,
): HeldGpus | { readonly reason: string } | null {
  const requested = container.requests.gpus ?? 0;
  if (!(requested > 0)) return null;
  const { observation } = context;
  const devices = observation.gpus.filter(
    one => one.workloadId === workload.id && one.container === container.name && one.samples > 0,
  );
  if (devices.length === 0)
    return { reason: 'Nobody metered its GPUs: what they do is unknown, which is not nothing' };
  const samples = devices.reduce((total, one) => total + one.samples, 0);
  const window = windowSeconds(observation.window);
  const watched = seconds(
    Math.min(window, (samples * observation.step) / (requested * Math.max(1, replicas))),
  );
  if (watched < shortest) {
    return {
      reason: `Its GPUs were watched for ${formatDuration(watched)} each, ${formatDuration(shortest)} are needed`,
    };
  }
  return { devices, requested, watched, samples, coverage: ratio(window > 0 ? watched / window : 0) };
}

/** At rest all the time, with nothing loaded; `null` where its memory is not known. */
export function isUnused({ maxUtilization, maxMemory }: GpuUsage): boolean | null {
  if (!(maxUtilization < GPU_AT_REST)) return false;
  return maxMemory === null ? null : maxMemory < GPU_BASELINE_BYTES;
}

const measuredGpu = (observation: Observation): Provenance => ({
  kind: 'measured',
  method: 'dcgm',
  source: 'DCGM exporter',
  asOf: observation.window.end,
});

/** Prices of a GPU where its pods run; empty where the price book knows none. */
function gpuPrices({ workload, context: { observation } }: ContainerSubject) {
  const nodes = workload.pods.filter(({ present, node }) => present && node !== null).map(({ node }) => node);
  const prices = nodes.map(node => pricesOfNode(observation.prices, node));
  return prices.every(({ perGpu }) => perGpu !== null) ? prices : [];
}

/** Frees so many GPUs of each pod, in money only where a price is known. */
export function freedGpus(subject: ContainerSubject, freed: { low: number; likely: number }): Effect {
  if (gpuPrices(subject).length === 0) return { kind: 'none' };
  const of = (gpus: number): Reservation => ({ ...NOTHING, gpus });
  return {
    kind: 'reservation',
    freedPerPod: { low: of(freed.low), likely: of(freed.likely), high: of(freed.likely) },
    shareOfPods: 1,
    stopsWork: false,
  };
}

/** Everything known of the container's GPUs. */
export function gpuFacts(
  subject: ContainerSubject,
  { devices, requested, watched, samples }: HeldGpus,
): readonly EvidenceFact[] {
  const { observation } = subject.context;
  const origin = measuredGpu(observation);
  const highest = (of: (one: GpuUsage) => number | null) => {
    const values = devices.flatMap(one => of(one) ?? []);
    return values.length === 0 ? null : Math.max(...values);
  };
  const prices = gpuPrices(subject);
  const price = prices[0];
  return [
    fact('gpu.requested', 'GPUs requested by a pod', requested, 'count', declared(observation)),
    fact('gpu.devices', 'GPUs it was seen on', devices.length, 'count', origin),
    ...known(
      'gpu.mean',
      'Busiest GPU, mean',
      highest(one => one.meanUtilization),
      'ratio',
      origin,
    ),
    ...known(
      'gpu.p98',
      'Busiest GPU, P98',
      highest(one => one.p98Utilization),
      'ratio',
      origin,
    ),
    ...known(
      'gpu.max',
      'Busiest GPU, highest',
      highest(one => one.maxUtilization),
      'ratio',
      origin,
    ),
    ...known(
      'gpu.memory',
      'GPU memory used, highest',
      highest(one => one.maxMemory),
      'bytes',
      origin,
    ),
    ...known(
      'gpu.watts',
      'GPU power, mean',
      highest(one => one.meanWatts),
      'watts',
      origin,
    ),
    fact('gpu.samples', 'GPU samples', samples, 'count', origin),
    fact('gpu.watched', 'Time each GPU was watched', watched, 'seconds', origin),
    fact('gpu.at-rest', 'A GPU is at rest below', GPU_AT_REST, 'ratio', computed('gpu-at-rest')),
    fact(
      'gpu.baseline',
      'GPU memory of a process that does nothing',
      GPU_BASELINE_BYTES,
      'bytes',
      computed('gpu-at-rest'),
    ),
    fact('replicas', 'Pods that run it', subject.replicas, 'count', declared(observation)),
    ...(price && price.perGpu !== null
      ? [
          fact(
            'price.gpu',
            'Price of one GPU on its nodes',
            price.perGpu * HOURS_PER_MONTH,
            'USD/month',
            price.provenance,
          ),
        ]
      : []),
  ];
}
