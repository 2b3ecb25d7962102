import type { WorkloadSpec } from '../workloadSpec.ts';
import { checkout } from './checkout.ts';
import { fulfilment } from './fulfilment.ts';
import { infrastructure } from './infrastructure.ts';
import { previews } from './previews.ts';
import { search } from './search.ts';
import { storefront } from './storefront.ts';

/** Good and bad citizens of each kind; the comments beside them say which. */
export const SHOP_WORKLOADS: readonly WorkloadSpec[] = [
  ...storefront,
  ...checkout,
  ...fulfilment,
  ...search,
  ...previews,
  ...infrastructure,
];
