import type { OpenCostWindow } from './openCostWindow.ts';

/** A persistent volume and what OpenCost takes for it. */
export interface PricedDisk {
  readonly name: string;
  readonly bytes: number;
  readonly storageClass: string;
  /** US dollars per GiB-hour. */
  readonly perGiB: number;
  /** The node's own disk. */
  readonly local?: boolean;
}

/** The load balancer of a service, in US dollars per hour. */
export interface PricedLoadBalancer {
  readonly namespace: string;
  readonly service: string;
  readonly perHour: number;
}

const rounded = (value: number): number => Math.round(value * 1e5) / 1e5;
const PREFIX = '__undefined__/__undefined__/__undefined__';

/** Disks and load balancers of `/assets`, by their long key. */
export function billedAssets(
  disks: readonly PricedDisk[],
  loadBalancers: readonly PricedLoadBalancer[],
  { start, end }: OpenCostWindow,
): Record<string, unknown> {
  const minutes = (end.getTime() - start.getTime()) / 60_000;
  const hours = minutes / 60;
  const span = { start: start.toISOString(), end: end.toISOString() };
  const common = { labels: {}, window: span, ...span, minutes: rounded(minutes), adjustment: 0 };
  return Object.fromEntries([
    ...disks.map(disk => [
      `${PREFIX}/Storage/cluster-one/Disk/Kubernetes/${disk.name}/${disk.name}`,
      {
        ...common,
        type: 'Disk',
        properties: { category: 'Storage', service: 'Kubernetes', cluster: 'cluster-one', name: disk.name },
        bytes: disk.bytes,
        byteHours: rounded(disk.bytes * hours),
        byteHoursUsed: null,
        byteUsageMax: null,
        breakdown: { idle: 1, other: 0, system: 0, user: 0 },
        storageClass: disk.storageClass,
        volumeName: disk.name,
        claimName: '',
        claimNamespace: '',
        local: disk.local ? 1 : 0,
        totalCost: rounded((disk.bytes / 2 ** 30) * disk.perGiB * hours),
      },
    ]),
    ...loadBalancers.map(({ namespace, service, perHour }) => [
      `${PREFIX}/Network/cluster-one/LoadBalancer/Kubernetes/${namespace}/${service}/`,
      {
        ...common,
        type: 'LoadBalancer',
        properties: {
          category: 'Network',
          service: 'Kubernetes',
          cluster: 'cluster-one',
          name: `${namespace}/${service}`,
        },
        private: false,
        ip: '',
        totalCost: rounded(perHour * hours),
      },
    ]),
  ]);
}
