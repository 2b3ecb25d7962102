import type { ClusterNode } from '../../model/index.ts';
import type { PodUsage } from './podUsage.ts';

/** What the kernel, the kubelet and the container runtime leave of a node at most. */
const USABLE = 0.97;

/** Nobody can use more than there is: where the pods of a node together want more CPU, each gets its share. */
export function shareNodes(pods: readonly PodUsage[], nodes: readonly ClusterNode[], steps: number): void {
  for (const node of nodes) {
    const here = pods.filter(pod => pod.node === node.name);
    const capacity = (node.capacity.cpu ?? 0) * USABLE;
    const total = new Float64Array(steps);
    for (const { life, containers } of here) {
      for (const { cpu } of containers)
        cpu.forEach((value, index) => (total[life.from + index] = (total[life.from + index] ?? 0) + value));
    }
    for (const { life, containers } of here) {
      for (const { cpu } of containers) {
        cpu.forEach((value, index) => {
          const wanted = total[life.from + index] ?? 0;
          if (wanted > capacity) cpu[index] = (value * capacity) / wanted;
        });
      }
    }
  }
}
