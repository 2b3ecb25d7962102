import type { SeriesFamily } from '../clusterSource.ts';

/**
 * Samples are learned as whole multiples of a small amount: sums of whole numbers are exact in whatever
 * order they are added, so that what was learned does not depend on how it was cut into steps. The number
 * is how many such amounts make one core, byte, watt …
 */
export const AMOUNTS_PER_UNIT: Readonly<Record<SeriesFamily, number>> = {
  cpu: 1e9,
  memory: 1,
  cfsPeriods: 1e6,
  cfsThrottledPeriods: 1e6,
  oomKills: 1e6,
  receivedBytes: 1e3,
  transmittedBytes: 1e3,
  podWatts: 1e8,
  nodeActiveWatts: 1e8,
  nodeIdleWatts: 1e8,
  autoscalerReplicas: 1,
  gpuUtilization: 1e9,
  gpuMemory: 1,
  gpuWatts: 1e6,
  functionalUnits: 1e6,
};

/** All families, in the order of their numbers in a page: new ones come last. */
export const FAMILIES = Object.keys(AMOUNTS_PER_UNIT) as readonly SeriesFamily[];

const NUMBER_OF = new Map(FAMILIES.map((family, index) => [family, index]));

export const familyNumber = (family: SeriesFamily): number => NUMBER_OF.get(family) ?? 0;
