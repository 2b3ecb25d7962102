import { opportunityQuerySchema } from '@greenops/core/api';
import { searchFilter } from '../filters/searchFilter.ts';

/** What people choose on the page; all but the search word is a part of the API's query. */
export const opportunityFilterSchema = opportunityQuerySchema
  .pick({ cluster: true, namespace: true, type: true })
  .extend(searchFilter);
