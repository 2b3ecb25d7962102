import {
  bytes,
  containerKey,
  type GpuUsage,
  type ImageFacts,
  type Observation,
  ratio,
  type RuntimeUsage,
  type Workload,
} from '../../model/index.ts';
import type { ContainerSketch, WorkloadSketch } from './clusterSketch.ts';

const MIB = 2 ** 20;
/** Samples of one device over two weeks, one in five minutes. */
const SAMPLES = 4_032;

const runtimeOf = (workload: Workload, name: string, told: Partial<RuntimeUsage>): RuntimeUsage => ({
  workloadId: workload.id,
  container: name,
  runtime: 'jvm',
  version: null,
  liveHeap: null,
  maxHeap: null,
  nonHeap: null,
  threads: null,
  goMaxProcs: null,
  goMemoryLimit: null,
  ...told,
});

const gpuOf = (workload: Workload, name: string, index: number, told: Partial<GpuUsage>): GpuUsage => ({
  workloadId: workload.id,
  container: name,
  device: `GPU-${workload.reference.name}-${index}`,
  model: 'NVIDIA-A100-SXM4-40GB',
  samples: SAMPLES,
  meanUtilization: ratio(0),
  p98Utilization: ratio(0),
  maxUtilization: ratio(0),
  maxMemory: bytes(0),
  totalMemory: bytes(40 * 1024 * MIB),
  meanWatts: null,
  ...told,
});

const imageOf = (image: string, told: Partial<ImageFacts>): ImageFacts => ({
  image,
  compressedBytes: bytes(50 * MIB),
  layers: 5,
  platforms: ['linux/amd64'],
  ...told,
});

/** What devices, runtimes and registries told of the sketched containers. */
export function learnedOf(
  made: readonly { readonly one: WorkloadSketch; readonly workload: Workload }[],
): Pick<Observation, 'gpus' | 'runtimes' | 'images'> {
  const containers = made.flatMap(({ one, workload }) =>
    (one.containers ?? []).map((sketch: ContainerSketch, index) => ({
      sketch,
      workload,
      container: workload.containers[index],
    })),
  );
  const gpus: GpuUsage[] = [];
  const runtimes = new Map<string, RuntimeUsage>();
  const images = new Map<string, ImageFacts>();
  for (const { sketch, workload, container } of containers) {
    if (!container) continue;
    const { name, image } = container;
    (sketch.devices ?? []).forEach((told, index) => gpus.push(gpuOf(workload, name, index, told)));
    if (sketch.runtime)
      runtimes.set(containerKey(workload.id, name), runtimeOf(workload, name, sketch.runtime));
    if (sketch.imageFacts) images.set(image, imageOf(image, sketch.imageFacts));
  }
  return { gpus, runtimes, images };
}
