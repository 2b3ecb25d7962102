import { z } from 'zod';
import { isTimeZone } from '../model/index.ts';
import { httpSourceSchema } from './http/httpSourceSchema.ts';

const labelName = z.string().regex(/^[a-zA-Z_][a-zA-Z0-9_]*$/, 'must be the name of a Prometheus label');

/** A counter of work done: what carbon is told per (the R of the Software Carbon Intensity). */
const functionalUnitSchema = z.strictObject({
  /** What one of them is: `request`, `order`. */
  unit: z.string().min(1).max(40),
  metric: z.string().regex(/^[a-zA-Z_:][a-zA-Z0-9_:]*$/, 'must be the name of a Prometheus metric'),
  /** Which of its series count, e.g. those of one port or status. */
  matchers: z
    .array(
      z.strictObject({
        label: labelName,
        operator: z.enum(['=', '!=', '=~', '!~']).default('='),
        value: z.string(),
      }),
    )
    .default([]),
  namespaceLabel: labelName.default('namespace'),
  /** The pod that did the work; not read where `workloadLabel` is given. */
  podLabel: labelName.default('pod'),
  /** Name of the workload that did it, where somebody else counts for it: a mesh, an ingress. */
  workloadLabel: labelName.optional(),
});

const registrySchema = z.strictObject({
  /** Nobody's registry is asked unless this says so. */
  enabled: z.boolean().default(false),
  /** By host (`ghcr.io`). A registry that is not one of the large public ones is asked only if it is here or in `endpoints`. */
  credentials: z
    .record(
      z.string(),
      z.union([
        z.strictObject({ username: z.string().min(1), password: z.string().min(1) }),
        z.strictObject({ token: z.string().min(1) }),
      ]),
    )
    .default({}),
  /** URL of a mirror, or of a registry without TLS, by the host that images name. */
  endpoints: z.record(z.string(), z.url({ protocol: /^https?$/ })).default({}),
  timeoutSeconds: z.number().positive().default(20),
});

const timeoutSeconds = z.number().positive().default(30);
const gramsPerKilowattHour = z.number().nonnegative();

/** Who tells the carbon intensity of the grid. */
const gridSourceSchema = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('electricity-maps'),
    token: z.string().min(1),
    /** Where not given: by the table of cloud regions. */
    zone: z.string().min(1).optional(),
    emissionFactorType: z.enum(['lifecycle', 'direct']).default('lifecycle'),
    url: z.url({ protocol: /^https?$/ }).default('https://api.electricitymaps.com/v3'),
    timeoutSeconds,
  }),
  z.strictObject({
    type: z.literal('watttime'),
    username: z.string().min(1),
    password: z.string().min(1),
    /** Where not given: asked for the coordinates. */
    region: z.string().min(1).optional(),
    latitude: z.number().min(-90).max(90).optional(),
    longitude: z.number().min(-180).max(180).optional(),
    url: z.url({ protocol: /^https?$/ }).default('https://api.watttime.org'),
    timeoutSeconds,
  }),
  httpSourceSchema.extend({
    type: z.literal('carbon-aware-sdk'),
    /** As the SDK names it; the cluster's region where not given. */
    location: z.string().min(1).optional(),
    /** What its data source rates: Electricity Maps averages, WattTime the margin. The SDK does not say. */
    signal: z.enum(['average', 'marginal']).default('average'),
  }),
  z.strictObject({ type: z.literal('csv'), file: z.string().min(1), zone: z.string().min(1).optional() }),
  z.strictObject({
    type: z.literal('fixed'),
    gramsPerKilowattHour,
    /** Whose figure it is, for people: `Stadtwerke, 2025`. */
    source: z.string().min(1).optional(),
  }),
]);

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
  /** IANA name of the zone its users live in (`Europe/Berlin`): whose nights and weekends count. */
  timeZone: z.string().refine(isTimeZone, 'must be an IANA time zone such as Europe/Berlin').optional(),
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
      /** A service account's token, for clusters that this process knows no kubeconfig of. */
      z
        .strictObject({
          type: z.literal('token'),
          /** HTTPS: the token never travels in the clear. */
          server: z.url({ protocol: /^https$/, error: 'must be an https:// URL' }),
          token: z.string().min(1),
          /** Authority of the API server's certificate in PEM form; without it the system's. */
          ca: z
            .string()
            .regex(/-----BEGIN CERTIFICATE-----/, 'must be a certificate in PEM form')
            .optional(),
          caFile: z.string().min(1).optional(),
        })
        .refine(({ ca, caFile }) => !(ca && caFile), 'must have ca or caFile, not both'),
    ])
    .optional(),
  opencost: httpSourceSchema.optional(),
  prices: z
    .strictObject({
      /** The user's own price book, for what no OpenCost prices. */
      file: z.string().min(1).optional(),
      /** Who pays for what the nodes have to spare. */
      idle: z.enum(['unallocated', 'byCost']).default('unallocated'),
    })
    .optional(),
  /** gCO₂e/kWh the user knows better than the shipped annual tables. */
  gridGramsPerKilowattHour: gramsPerKilowattHour.optional(),
  /** One source or several, asked in this order until one of them knows the window. */
  grid: z
    .union([gridSourceSchema.transform(source => [source]), z.array(gridSourceSchema).max(5)])
    .optional(),
  pue: z.number().min(1).max(3).optional(),
  functionalUnits: z.array(functionalUnitSchema).max(20).optional(),
  /** Image registries: how large images are and what they are made for. */
  registry: registrySchema.optional(),
  /** Id of the policy its findings are judged by, where it is not the general one. */
  policy: z.string().min(1).optional(),
  /** Days of history to read. */
  historyDays: z.number().positive().max(90).default(14),
});

export type { HttpSourceConfig } from './http/httpSourceSchema.ts';
export type FunctionalUnitConfig = z.infer<typeof functionalUnitSchema>;
export type RegistryConfig = z.infer<typeof registrySchema>;
export type GridSourceConfig = z.infer<typeof gridSourceSchema>;
export type ClusterConfig = z.infer<typeof clusterConfigSchema>;
