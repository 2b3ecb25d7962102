import { z } from 'zod';
import { BYTES_PER_GIB } from '../../model/index.ts';
import { groupedBy } from './groupedBy.ts';
import type { Told, ToldPrices } from './toldPrices.ts';

/** OpenCost writes `null` for NaN, and leaves fields out between versions: everything is optional. */
const number = z.number().nullish();
export const assetSchema = z.object({
  type: z.string().nullish(),
  properties: z.object({ name: z.string().nullish() }).nullish(),
  minutes: number,
  cpuCoreHours: number,
  ramByteHours: number,
  GPUHours: number,
  cpuCost: number,
  ramCost: number,
  gpuCost: number,
  discount: number,
  adjustment: number,
  byteHours: number,
  storageClass: z.string().nullish(),
  local: number,
  totalCost: number,
});

export type Asset = z.infer<typeof assetSchema>;
type Amount = number | null | undefined;

const ratio = (cost: Amount, hours: Amount): number | null =>
  cost === null || cost === undefined || !hours ? null : cost / hours;

/** Unit prices of the nodes, storage classes and load balancers among the assets of a window: cost ÷ hours. */
export function pricesOfAssets(assets: readonly Asset[]): Told {
  const ofType = (type: string) => assets.filter(asset => asset.type === type);
  // The node's own disk is part of the machine, not of a storage class.
  const disks = ofType('Disk').filter(({ local }) => !local);
  const classes = groupedBy(disks, ({ storageClass }) => storageClass ?? '');
  const balancers = ofType('LoadBalancer').flatMap(asset => {
    const price = ratio(asset.totalCost, (asset.minutes ?? 0) / 60);
    const name = asset.properties?.name ?? '';
    // OpenCost calls one by its service; what is called otherwise belongs to none that we know.
    return price === null || !name.includes('/') ? [] : [[name, price] as const];
  });
  return {
    nodes: ofType('Node').map(pricesOfNodeAsset),
    storagePerGiB: storagePrice(disks),
    storageClasses: new Map(
      [...classes].flatMap(([name, some]) => {
        const price = storagePrice(some);
        return price === null || name === '' || name.startsWith('__') ? [] : [[name, price]];
      }),
    ),
    loadBalancers: new Map(balancers),
  };
}

function storagePrice(disks: readonly Asset[]): number | null {
  const priced = disks.filter(({ totalCost, byteHours }) => typeof totalCost === 'number' && byteHours);
  const sum = (value: (disk: Asset) => Amount) =>
    priced.reduce((total, disk) => total + (value(disk) ?? 0), 0);
  return ratio(
    sum(({ totalCost }) => totalCost),
    sum(({ byteHours }) => byteHours) / BYTES_PER_GIB,
  );
}

function pricesOfNodeAsset(asset: Asset): ToldPrices {
  const discount = Math.min(Math.max(asset.discount ?? 0, 0), 1);
  // The discount of a node is on its CPU and memory only; what the bill corrects afterwards is on all of it.
  const listed = ((asset.cpuCost ?? 0) + (asset.ramCost ?? 0)) * (1 - discount) + (asset.gpuCost ?? 0);
  const corrected = listed > 0 ? (listed + (asset.adjustment ?? 0)) / listed : 1;
  const scaled = (price: number | null, factor: number) =>
    price === null ? null : price * factor * corrected;
  const gibHours = asset.ramByteHours ? asset.ramByteHours / BYTES_PER_GIB : null;
  return {
    node: asset.properties?.name ?? '',
    perCore: scaled(ratio(asset.cpuCost, asset.cpuCoreHours), 1 - discount),
    perGiB: scaled(ratio(asset.ramCost, gibHours), 1 - discount),
    perGpu: scaled(ratio(asset.gpuCost, asset.GPUHours), 1),
  };
}
