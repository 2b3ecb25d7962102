import { z } from 'zod';
import {
  type EgressPrices,
  type NetworkCosts,
  type PriceBook,
  type ResourcePrices,
  type SpotPrice,
  type UnitPrice,
  usd,
  usdPerHour,
} from '../../model/index.ts';
import { provenanceSchema } from './modelSchema.ts';

const hourlyPrice = z.number().nonnegative().transform(usdPerHour);
const perGiB = z.number().nonnegative().transform(usd).nullable();

const resourcePricesSchema: z.ZodType<ResourcePrices> = z.object({
  perCore: hourlyPrice,
  perGiB: hourlyPrice,
  perGpu: hourlyPrice.nullable(),
  provenance: provenanceSchema,
});

const unitPriceSchema: z.ZodType<UnitPrice> = z.object({
  perHour: hourlyPrice,
  provenance: provenanceSchema,
});

const spotPriceSchema: z.ZodType<SpotPrice> = z.object({
  perNode: hourlyPrice,
  provenance: provenanceSchema,
});

const egressSchema: z.ZodType<EgressPrices> = z.object({
  zonePerGiB: perGiB,
  regionPerGiB: perGiB,
  internetPerGiB: perGiB,
  provenance: provenanceSchema,
});

/** In a file a map is a list of pairs. */
const pairs = <T>(value: z.ZodType<T>) =>
  z.array(z.tuple([z.string(), value])).transform((list): ReadonlyMap<string, T> => new Map(list));

const networkSchema: z.ZodType<NetworkCosts> = z.object({
  workloads: pairs(hourlyPrice),
  provenance: provenanceSchema,
});

/** A price book as it stands in a file. */
export const priceBookSchema: z.ZodType<PriceBook> = z.object({
  nodes: pairs(resourcePricesSchema),
  fallback: resourcePricesSchema,
  storagePerGiB: hourlyPrice,
  storageProvenance: provenanceSchema,
  storageClasses: z.exactOptional(pairs(unitPriceSchema)),
  loadBalancer: z.exactOptional(unitPriceSchema),
  loadBalancers: z.exactOptional(pairs(unitPriceSchema)),
  spot: z.exactOptional(pairs(spotPriceSchema)),
  spotFallback: z.exactOptional(resourcePricesSchema),
  egress: z.exactOptional(egressSchema),
  network: z.exactOptional(networkSchema),
  idle: z.exactOptional(z.enum(['unallocated', 'byCost'])),
});

/** The book with its maps as lists of pairs. */
export const listedPrices = ({
  nodes,
  storageClasses,
  loadBalancers,
  spot,
  network,
  ...book
}: PriceBook) => ({
  ...book,
  nodes: [...nodes],
  ...(storageClasses && { storageClasses: [...storageClasses] }),
  ...(loadBalancers && { loadBalancers: [...loadBalancers] }),
  ...(spot && { spot: [...spot] }),
  ...(network && { network: { ...network, workloads: [...network.workloads] } }),
});
