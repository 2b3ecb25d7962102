import { z } from 'zod';
import { isoTimeSchema } from './schema.ts';

/**
 * The registry of clusters, as the API shows and takes it. A secret goes in and never comes out: of one that is
 * set only its field and the time are told.
 */

const settingsSchema = z.record(z.string(), z.unknown());

export const registrySecretSchema = z.object({
  /** JSON pointer into the settings: `/prometheus/auth/token`. */
  field: z.string(),
  /** `null` in the configuration, which does not say. */
  setAt: isoTimeSchema.nullable(),
});

export const registryEntrySchema = z.object({
  id: z.string(),
  definedIn: z.enum(['config', 'registry']),
  /** True for an entry of the registry whose id the configuration defines too: the configuration wins. */
  overridden: z.boolean(),
  /** As in the configuration file (docs/cli.md), without secrets. */
  settings: settingsSchema,
  secrets: z.array(registrySecretSchema),
  /** False: it is kept and not read. */
  enabled: z.boolean(),
  /** Says which state a change is made to; `null` in the configuration, which the API does not change. */
  version: z.number().int().nullable(),
  createdAt: isoTimeSchema.nullable(),
  updatedAt: isoTimeSchema.nullable(),
});

export const registryListSchema = z.object({ items: z.array(registryEntrySchema), total: z.number().int() });

export const registryAdditionSchema = z.strictObject({
  /** With secrets. */
  settings: settingsSchema,
  enabled: z.boolean().default(true),
});

export const registryChangeSchema = z.strictObject({
  /** The one that was read. */
  version: z.number().int(),
  /** All of them; those before stay where they are not given. */
  settings: settingsSchema.optional(),
  /** Fields of secrets that stay as they are; those that are neither given nor kept are forgotten. */
  keepSecrets: z.array(z.string()).default([]),
  enabled: z.boolean().optional(),
});

export const registryTestSchema = z.strictObject({
  settings: settingsSchema,
  /** Of the stored cluster, where one is tested that is being changed. */
  keepSecrets: z.array(z.string()).default([]),
});

export const registryRemovalQuerySchema = z.strictObject({
  /** `delete`: what was found of the cluster goes too. */
  history: z.enum(['keep', 'delete']).default('keep'),
});

export const sourceDiagnosisSchema = z.object({
  source: z.string(),
  status: z.enum(['ok', 'degraded', 'missing', 'failed', 'not-configured']),
  version: z.string().nullable(),
  finding: z.string(),
  cure: z.string().nullable(),
  /** How long asking it took; `null` where nothing was asked. */
  milliseconds: z.number().nullable(),
});

export const connectionTestSchema = z.object({
  clusterId: z.string(),
  /** No source fails; what one lacks is told with it. */
  ok: z.boolean(),
  sources: z.array(sourceDiagnosisSchema),
});

export type RegistryEntryView = z.infer<typeof registryEntrySchema>;
export type RegistryList = z.infer<typeof registryListSchema>;
export type RegistryAddition = z.infer<typeof registryAdditionSchema>;
export type RegistryChange = z.infer<typeof registryChangeSchema>;
export type RegistryTest = z.infer<typeof registryTestSchema>;
export type ConnectionTestView = z.infer<typeof connectionTestSchema>;
