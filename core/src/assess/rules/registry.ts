import type { OpportunityType } from '../../model/index.ts';
import type { Rule } from '../rule.ts';
import { cpuOverRequested } from './cpuOverRequested.ts';
import { cpuUnderRequested } from './cpuUnderRequested.ts';
import { idleWorkload } from './idleWorkload.ts';
import { memoryOverRequested } from './memoryOverRequested.ts';
import { memoryUnderRequested } from './memoryUnderRequested.ts';
import { missingRequests } from './missingRequests.ts';

/** Every rule there is. A new rule is a file and a line here; the compiler misses none. */
export const RULES: Readonly<Record<OpportunityType, Rule>> = {
  'cpu-over-requested': cpuOverRequested,
  'cpu-under-requested': cpuUnderRequested,
  'memory-over-requested': memoryOverRequested,
  'memory-under-requested': memoryUnderRequested,
  'missing-requests': missingRequests,
  'idle-workload': idleWorkload,
};
