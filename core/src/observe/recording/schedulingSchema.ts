import { z } from 'zod';
import type { LabelSelector, PodVolumes, Scheduling } from '../../model/index.ts';

/** Where pods may run and what they mount, as it stands in a file. */

export const labelSelectorSchema: z.ZodType<LabelSelector> = z.array(
  z.object({
    key: z.string(),
    operator: z.enum(['In', 'NotIn', 'Exists', 'DoesNotExist', 'Gt', 'Lt']),
    values: z.array(z.string()),
  }),
);

export const nodeSelectorTermsSchema = z.array(labelSelectorSchema);

const podAffinitySchema = z.array(
  z.object({
    selector: labelSelectorSchema,
    topologyKey: z.string(),
    namespaces: z.array(z.string()),
    namespaceSelector: labelSelectorSchema.nullable(),
  }),
);

export const schedulingSchema: z.ZodType<Scheduling> = z.object({
  nodeSelector: z.record(z.string(), z.string()),
  nodeAffinity: nodeSelectorTermsSchema.nullable(),
  podAffinity: podAffinitySchema,
  podAntiAffinity: podAffinitySchema,
  tolerations: z.array(
    z.object({
      key: z.string(),
      operator: z.enum(['Equal', 'Exists']),
      value: z.string(),
      effect: z.string(),
    }),
  ),
  topologySpread: z.array(
    z.object({
      maxSkew: z.number(),
      topologyKey: z.string(),
      whenUnsatisfiable: z.enum(['DoNotSchedule', 'ScheduleAnyway']),
      selector: labelSelectorSchema,
      minDomains: z.number().nullable(),
    }),
  ),
  priorityClass: z.string().nullable(),
  hostPorts: z.array(z.number()),
});

export const podVolumesSchema: z.ZodType<PodVolumes> = z.object({
  claims: z.array(z.string()),
  hostPaths: z.array(z.string()),
  emptyDir: z.boolean(),
});
