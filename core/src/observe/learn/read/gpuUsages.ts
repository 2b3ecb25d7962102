import { bytes, type GpuUsage, type Inventory, ratio, watts, type Workload } from '../../../model/index.ts';
import type { LearnedView } from '../LearnedView.ts';
import { namesIn } from '../subject.ts';
import { windowDistribution } from './windowDistribution.ts';

/** Devices whose utilisation was metered, by the containers that held them. */
export function gpuUsages(view: LearnedView, inventory: Inventory): GpuUsage[] {
  const workloads = new Map(inventory.workloads.map(workload => [workload.id, workload]));
  const models = new Map(inventory.nodes.map(({ name, gpuModel }) => [name, gpuModel]));
  const gpus: GpuUsage[] = [];
  for (const subject of view.subjects('g')) {
    const [workloadId = '', container = '', device = ''] = namesIn(subject, 3);
    const workload = workloads.get(workloadId);
    const pages = view.days(subject);
    const utilization = windowDistribution(pages, 'gpuUtilization');
    if (workload === undefined || utilization === null) continue;
    const power = windowDistribution(pages, 'gpuWatts');
    const memory = windowDistribution(pages, 'gpuMemory');
    gpus.push({
      workloadId,
      container,
      device,
      model: modelOf(workload, models),
      samples: utilization.sketch.count,
      meanUtilization: ratio(utilization.mean),
      p98Utilization: ratio(utilization.sketch.quantile(0.98)),
      maxUtilization: ratio(utilization.sketch.max),
      maxMemory: memory && bytes(memory.sketch.max),
      // No family tells it.
      totalMemory: null,
      meanWatts: power && watts(power.mean),
    });
  }
  return gpus;
}

/** Of the nodes its pods are on; `null` where they differ: nobody says which device is whose. */
function modelOf({ pods }: Workload, models: ReadonlyMap<string, string | null>): string | null {
  const found = new Set(pods.flatMap(({ node }) => (node === null ? [] : [models.get(node) ?? null])));
  const [only = null] = found;
  return found.size === 1 ? only : null;
}
