import { workloadQuerySchema } from '@greenops/core/api';
import type { z } from 'zod';

/** The part of the API's query that people choose on the page. */
export const workloadFilterSchema = workloadQuerySchema.pick({ cluster: true, namespace: true });

export type WorkloadFilter = z.infer<typeof workloadFilterSchema>;
