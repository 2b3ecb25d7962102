import { ASSESSMENT } from './assessment/benchAssessment.ts';
import type { BenchPart } from './benchPart.ts';
import { LEARNING } from './learning/learning.ts';
import { SCANNING } from './scanning/scanning.ts';

/** All parts, in the order in which they run. */
export const PARTS: readonly BenchPart[] = [LEARNING, SCANNING, ASSESSMENT];
