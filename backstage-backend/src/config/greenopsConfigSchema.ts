import { policyDefinitionSchema } from '@greenops/core/assess';
import { clusterConfigSchema } from '@greenops/core/observe';
import { z } from 'zod';

const recordingsSchema = z
  .union([z.string(), z.array(z.string())])
  .transform(paths => (typeof paths === 'string' ? paths.split(',') : paths))
  .transform(paths => paths.map(path => path.trim()).filter(path => path !== ''));

/** The `greenops` section of app-config; config.schema.json says the same to Backstage. */
export const greenopsConfigSchema = z.strictObject({
  clusters: z.array(clusterConfigSchema).default([]),
  recordings: recordingsSchema.default([]),
  policy: z.string().default('balanced'),
  policies: z.array(policyDefinitionSchema).default([]),
  /** File with rules of the user's own. */
  rules: z.string().min(1).optional(),
  /** Read by Backstage's own reader, which knows every way to write a duration. */
  schedule: z
    .strictObject({ frequency: z.unknown(), timeout: z.unknown(), initialDelay: z.unknown() })
    .partial()
    .default({}),
  database: z.strictObject({ directory: z.string(), binDirectory: z.string() }).partial().default({}),
});
