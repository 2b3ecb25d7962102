import { z } from 'zod';

/** How to prove who we are to an HTTP source. */
export const httpAuthSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('none') }),
  z.strictObject({ type: z.literal('bearer'), token: z.string().min(1) }),
  z.strictObject({ type: z.literal('basic'), username: z.string(), password: z.string() }),
]);

const httpSourceSchema = z.strictObject({
  url: z.url({ protocol: /^https?$/ }),
  auth: httpAuthSchema.default({ type: 'none' }),
  /** Sent with every request, e.g. `X-Scope-OrgID` for Mimir. */
  headers: z.record(z.string(), z.string()).default({}),
  /** Of one request. */
  timeoutSeconds: z.number().positive().default(60),
});

/** One cluster and how to reach its sources; comes from flags, a file, or Backstage's app-config. */
export const clusterConfigSchema = z.strictObject({
  id: z
    .string()
    .regex(
      /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/,
      'must be lower-case letters, digits and dashes, at most 63',
    ),
  name: z.string().optional(),
  provider: z.enum(['aws', 'gcp', 'azure', 'on-premises', 'unknown']).default('unknown'),
  region: z.string().nullable().default(null),
  /** A cluster in a file; the other sources are then not asked. */
  recording: z.string().optional(),
  prometheus: httpSourceSchema.optional(),
  /** Added to every selector where several clusters share one Prometheus-compatible store. */
  clusterLabel: z.strictObject({ name: z.string(), value: z.string() }).optional(),
  kubernetes: z
    .discriminatedUnion('type', [
      z.strictObject({
        type: z.literal('kubeconfig'),
        file: z.string().optional(),
        context: z.string().optional(),
      }),
      z.strictObject({ type: z.literal('in-cluster') }),
    ])
    .optional(),
  opencost: httpSourceSchema.optional(),
  /** gCO₂e/kWh the user knows better than the shipped annual tables. */
  gridGramsPerKilowattHour: z.number().nonnegative().optional(),
  pue: z.number().min(1).max(3).optional(),
  /** Days of history to read. */
  historyDays: z.number().positive().max(90).default(14),
});

export type HttpSourceConfig = z.infer<typeof httpSourceSchema>;
export type ClusterConfig = z.infer<typeof clusterConfigSchema>;
