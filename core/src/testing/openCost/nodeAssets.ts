import type { OpenCostWindow } from './openCostWindow.ts';

/** A node and what OpenCost takes for it, in US dollars per hour. */
export interface PricedNode {
  readonly name: string;
  readonly cores: number;
  readonly memoryBytes: number;
  readonly gpus?: number;
  readonly perCore: number;
  /** Per GiB. */
  readonly perGiB: number;
  readonly perGpu?: number;
  readonly instanceType?: string;
  readonly region?: string;
  readonly spot?: boolean;
}

/** OpenCost rounds all figures to five decimals. */
const rounded = (value: number): number => Math.round(value * 1e5) / 1e5;

/** `data` of `/assets`: nodes by their long key. */
export function nodeAssets(
  nodes: readonly PricedNode[],
  { start, end }: OpenCostWindow,
): Record<string, unknown> {
  const minutes = (end.getTime() - start.getTime()) / 60_000;
  return Object.fromEntries(
    nodes.map(node => [
      `__undefined__/__undefined__/__undefined__/Compute/cluster-one/Node/Kubernetes/${node.name}/${node.name}`,
      nodeAsset(node, minutes, { start: start.toISOString(), end: end.toISOString() }),
    ]),
  );
}

function nodeAsset(
  node: PricedNode,
  minutes: number,
  window: { start: string; end: string },
): Record<string, unknown> {
  const hours = minutes / 60;
  const [cpuCost, ramCost, gpuCost] = [
    node.cores * node.perCore * hours,
    (node.memoryBytes / 2 ** 30) * node.perGiB * hours,
    (node.gpus ?? 0) * (node.perGpu ?? 0) * hours,
  ];
  const breakdown = { idle: 0, other: 0, system: 0, user: 0 };
  return {
    type: 'Node',
    properties: {
      category: 'Compute',
      service: 'Kubernetes',
      cluster: 'cluster-one',
      name: node.name,
      providerID: node.name,
    },
    labels: { node_kubernetes_io_instance_type: node.instanceType ?? '' },
    window,
    ...window,
    minutes: rounded(minutes),
    nodeType: node.instanceType ?? '',
    cpuCores: node.cores,
    ramBytes: node.memoryBytes,
    cpuCoreHours: rounded(node.cores * hours),
    ramByteHours: rounded(node.memoryBytes * hours),
    GPUHours: rounded((node.gpus ?? 0) * hours),
    cpuBreakdown: breakdown,
    ramBreakdown: breakdown,
    preemptible: node.spot ? 1 : 0,
    discount: 0,
    cpuCost: rounded(cpuCost),
    gpuCost: rounded(gpuCost),
    gpuCount: node.gpus ?? 0,
    ramCost: rounded(ramCost),
    adjustment: 0,
    totalCost: rounded(cpuCost + ramCost + gpuCost),
  };
}
