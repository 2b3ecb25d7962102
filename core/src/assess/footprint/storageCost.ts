import {
  BYTES_PER_GIB,
  type Bytes,
  HOURS_PER_MONTH,
  type Inventory,
  type PersistentVolume,
  type PriceBook,
  storagePriceOf,
  type Usd,
  usd,
  type VolumeClaim,
} from '../../model/index.ts';

/** What storage of a class costs in a month of 730 h. */
export const storageCost = (size: Bytes, storageClass: string | null, prices: PriceBook): Usd =>
  usd((size / BYTES_PER_GIB) * storagePriceOf(prices, storageClass).perHour * HOURS_PER_MONTH);

/** The volumes of the inventory by name; `null` where they could not be listed. */
export const volumesByName = ({ volumes }: Inventory): ReadonlyMap<string, PersistentVolume> | null =>
  volumes && new Map(volumes.map(volume => [volume.name, volume]));

/**
 * What a claim costs in a month: the whole volume that it is bound to, which may be larger than the claim. A
 * claim that waits for a volume costs nothing yet.
 */
export function claimCost(
  claim: VolumeClaim,
  volumes: ReadonlyMap<string, PersistentVolume> | null,
  prices: PriceBook,
): Usd {
  const volume = claim.volume === null ? undefined : volumes?.get(claim.volume);
  if (volumes !== null && claim.volume === null) return usd(0);
  return storageCost(volume?.capacity ?? claim.requestedBytes, claim.storageClass, prices);
}
