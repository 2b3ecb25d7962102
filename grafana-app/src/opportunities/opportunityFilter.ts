import { opportunityQuerySchema } from '@greenops/core/api';
import type { z } from 'zod';

/** The part of the API's query that people choose on the page. */
export const opportunityFilterSchema = opportunityQuerySchema.pick({
  cluster: true,
  namespace: true,
  type: true,
});

export type OpportunityFilter = z.infer<typeof opportunityFilterSchema>;
