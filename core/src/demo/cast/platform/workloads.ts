import type { WorkloadSpec } from '../workloadSpec.ts';
import { data } from './data.ts';
import { delivery } from './delivery.ts';
import { infrastructure } from './infrastructure.ts';
import { ml } from './ml.ts';
import { tools } from './tools.ts';

/** Good and bad citizens of each kind; the comments beside them say which. */
export const PLATFORM_WORKLOADS: readonly WorkloadSpec[] = [
  ...ml,
  ...data,
  ...delivery,
  ...tools,
  ...infrastructure,
];
