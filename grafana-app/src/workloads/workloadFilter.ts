import { workloadQuerySchema } from '@greenops/core/api';
import { searchFilter } from '../filters/searchFilter.ts';

/** What people choose on the page; all but the search word is a part of the API's query. */
export const workloadFilterSchema = workloadQuerySchema
  .pick({ cluster: true, namespace: true })
  .extend(searchFilter);
