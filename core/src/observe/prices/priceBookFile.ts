import { z } from 'zod';
import { doubtAbout, type PriceKind } from './checkPrices.ts';

/** A price in US dollars; what no cloud would ask is told when the file is read. */
const price = (kind: PriceKind) =>
  z.number().superRefine((value, context) => {
    const doubt = doubtAbout(kind, value);
    if (doubt !== null) context.addIssue({ code: 'custom', message: `${value} is ${doubt}` });
  });

/** A node's price: of the whole node, or of its cores and memory. */
const nodePrice = {
  /** Of the whole node, GPUs included. */
  usdPerHour: price('node').optional(),
  usdPerCoreHour: price('perCore').optional(),
  usdPerGiBHour: price('perGiB').optional(),
  usdPerGpuHour: price('perGpu').optional(),
};
const nodePriceSchema = z.strictObject(nodePrice);
export type NodePrice = z.infer<typeof nodePriceSchema>;

function checkNodePrice(value: NodePrice, context: z.RefinementCtx, required: boolean): void {
  const units = value.usdPerCoreHour !== undefined && value.usdPerGiBHour !== undefined;
  const half = value.usdPerCoreHour !== undefined || value.usdPerGiBHour !== undefined;
  if (value.usdPerHour !== undefined && half) {
    context.addIssue({
      code: 'custom',
      message: 'give either usdPerHour or usdPerCoreHour and usdPerGiBHour, not both',
    });
  } else if (half && !units) {
    context.addIssue({ code: 'custom', message: 'usdPerCoreHour and usdPerGiBHour go together' });
  } else if (required && !units && value.usdPerHour === undefined) {
    context.addIssue({
      code: 'custom',
      message: 'needs a price: usdPerHour, or usdPerCoreHour and usdPerGiBHour',
    });
  }
}

const provider = z.enum(['aws', 'gcp', 'azure', 'on-premises', 'unknown']);

const nodeEntrySchema = z
  .strictObject({
    provider: provider.optional(),
    region: z.string().min(1).optional(),
    /** `*` stands for any characters: `m5.*`. */
    instanceType: z.string().min(1).optional(),
    pool: z.string().min(1).optional(),
    ...nodePrice,
    /** What the same nodes cost as spot. */
    spot: nodePriceSchema.superRefine((value, context) => checkNodePrice(value, context, true)).optional(),
  })
  .superRefine((value, context) => checkNodePrice(value, context, value.spot === undefined));

/** One kind of node and its price. */
export type NodeEntry = z.infer<typeof nodeEntrySchema>;

/** A user's own prices, as they stand in a file; `provisioning/prices/price-book.yaml` is an example of all of it. */
export const priceBookFileSchema = z.strictObject({
  version: z.literal(1),
  currency: z.literal('USD', {
    error: 'must be USD: a symbol converts nothing, so convert the prices first',
  }),
  /** The first entry that fits a node gives its price. */
  nodes: z.array(nodeEntrySchema).default([]),
  storage: z
    .strictObject({
      usdPerGiBMonth: price('storageMonth').optional(),
      classes: z.record(z.string(), z.strictObject({ usdPerGiBMonth: price('storageMonth') })).default({}),
    })
    .optional(),
  loadBalancer: z.strictObject({ usdPerHour: price('loadBalancer') }).optional(),
  egress: z
    .strictObject({
      zoneUsdPerGiB: price('egress').optional(),
      regionUsdPerGiB: price('egress').optional(),
      internetUsdPerGiB: price('egress').optional(),
    })
    .optional(),
});

export type PriceBookFile = z.infer<typeof priceBookFileSchema>;
