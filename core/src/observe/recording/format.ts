import { z } from 'zod';
import { type ClusterIdentity, seconds } from '../../model/index.ts';
import {
  disruptionBudgetSchema,
  namespaceSchema,
  persistentVolumeSchema,
  serviceSchema,
} from './clusterObjectsSchema.ts';
import {
  energyProvenanceSchema,
  gridSchema,
  momentSchema,
  nodeSchema,
  noteSchema,
  pueSchema,
  volumeClaimSchema,
  workloadSchema,
} from './modelSchema.ts';
import { priceBookSchema } from './priceBookSchema.ts';

/** The format in words: docs/recording.md. */
export const RECORDING_FORMAT = 'greenops-recording';
export const RECORDING_VERSION = 1;

/** Steps of a window that we believe: 90 days (the longest history) of seconds. */
const MOST_STEPS = 90 * 86_400;

const clusterSchema: z.ZodType<ClusterIdentity> = z.object({
  id: z.string().min(1),
  name: z.string(),
  provider: z.enum(['aws', 'gcp', 'azure', 'on-premises', 'unknown']),
  region: z.string().nullable(),
  timeZone: z.string().optional(),
  demo: z.boolean(),
});

/** Enough of a first line to tell whether the rest can be understood. */
export const anyHeaderSchema = z.object({
  format: z.literal(RECORDING_FORMAT),
  version: z.number().int().positive(),
});

export const headerSchema = z
  .object({
    format: z.literal(RECORDING_FORMAT),
    version: z.literal(RECORDING_VERSION),
    cluster: clusterSchema,
    window: z.object({ start: momentSchema, end: momentSchema }),
    step: z.number().positive().transform(seconds),
    /** Greatest relative error of a value; times on the step grid are exact. */
    relativeError: z.number().positive().max(0.05),
    createdAt: momentSchema,
    /** What made the recording up, where no real cluster was behind it. */
    generator: z.object({ name: z.string(), version: z.number(), seed: z.number() }).nullable(),
  })
  .refine(({ window, step }) => window.start < window.end && window.end - window.start <= step * MOST_STEPS, {
    message: 'the window must end after it starts and have a believable number of steps',
  });

export type RecordingHeader = z.output<typeof headerSchema>;

/** A part that the source could not give: recorded as the error it was, because that too is how the cluster was. */
export const failureSchema = z.object({
  name: z.enum(['SourceUnreachableError', 'SourceDeniedError', 'SourceProtocolError', 'SourceQueryError']),
  message: z.string(),
  cure: z.string(),
});

export type RecordedFailure = z.output<typeof failureSchema>;

const answerSchema = <T>(value: z.ZodType<T>) =>
  z.union([z.object({ value }), z.object({ failure: failureSchema })]);

const text = z.string().nullable();
const position = z.number().int().nonnegative();

const chunkSchema = z.object({
  part: z.literal('samples'),
  family: z.enum([
    'cpu',
    'memory',
    'cfsPeriods',
    'cfsThrottledPeriods',
    'oomKills',
    'receivedBytes',
    'transmittedBytes',
    'podWatts',
    'nodeActiveWatts',
    'nodeIdleWatts',
    'autoscalerReplicas',
    'gpuUtilization',
    'gpuMemory',
    'gpuWatts',
    'functionalUnits',
  ]),
  subject: z.object({ namespace: text, pod: text, container: text, node: text, object: text.default(null) }),
  runs: z.exactOptional(z.array(position)),
  times: z.exactOptional(z.string()),
  code: z.enum(['integer', 'logarithmic']),
  values: z.string(),
  odd: z.exactOptional(z.array(z.tuple([position, z.enum(['NaN', '+Inf', '-Inf'])]))),
});

export type RecordedChunk = z.output<typeof chunkSchema>;

/** Lists of an inventory that are `null` where they could not be read. */
export const OPTIONAL_LISTS = ['volumes', 'disruptionBudgets', 'namespaces', 'services'] as const;

/** Every line after the first. */
export const lineSchema = z.discriminatedUnion('part', [
  z.object({ part: z.literal('observed'), at: momentSchema }),
  z.object({ part: z.literal('node'), node: nodeSchema }),
  z.object({ part: z.literal('workload'), workload: workloadSchema }),
  z.object({ part: z.literal('volumeClaim'), volumeClaim: volumeClaimSchema }),
  z.object({ part: z.literal('lists'), known: z.array(z.enum(OPTIONAL_LISTS)) }),
  z.object({ part: z.literal('volume'), volume: persistentVolumeSchema }),
  z.object({ part: z.literal('disruptionBudget'), disruptionBudget: disruptionBudgetSchema }),
  z.object({ part: z.literal('namespace'), namespace: namespaceSchema }),
  z.object({ part: z.literal('service'), service: serviceSchema }),
  z.object({ part: z.literal('seen'), names: z.array(z.string()) }),
  z.object({ part: z.literal('prices'), answer: answerSchema(priceBookSchema) }),
  z.object({ part: z.literal('grid'), answer: answerSchema(gridSchema) }),
  z.object({ part: z.literal('pue'), answer: answerSchema(pueSchema) }),
  z.object({ part: z.literal('energyProvenance'), answer: answerSchema(energyProvenanceSchema) }),
  chunkSchema,
  z.object({ part: z.literal('note'), note: noteSchema }),
  z.object({
    part: z.literal('end'),
    /** Lines before this one. */
    lines: z.number().int(),
    /** Of those, the ones that hold samples; and how many samples they hold. */
    chunks: z.number().int(),
    samples: z.number().int(),
    /** Of every byte before this line, line feeds included. */
    sha256: z.string().regex(/^[0-9a-f]{64}$/),
  }),
]);

export type RecordingLine = z.output<typeof lineSchema>;
export type Answer<T> = { readonly value: T } | { readonly failure: RecordedFailure };
