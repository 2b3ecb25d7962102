import type { Rule } from '../rule.ts';
import { cpuOverRequested } from './cpuOverRequested.ts';
import { cpuUnderRequested } from './cpuUnderRequested.ts';
import { idleWorkload } from './idleWorkload.ts';
import { memoryOverRequested } from './memoryOverRequested.ts';
import { memoryUnderRequested } from './memoryUnderRequested.ts';
import { missingRequests } from './missingRequests.ts';

/** Every rule there is, in the order in which they are documented. A new rule is a file and a line here. */
export const RULES: readonly Rule[] = [
  cpuOverRequested,
  memoryOverRequested,
  cpuUnderRequested,
  memoryUnderRequested,
  missingRequests,
  idleWorkload,
];
