/** What a node's reading is worth. */
export type PowerJudgement = 'plausible' | 'fake' | 'absurd';

/**
 * Least watts per CPU that a real meter shows. The idlest CPU in Cloud Carbon Footprint's tables draws
 * 0.45 W per vCPU; Kepler's fake meter shows about 0.00001 W for a whole node.
 */
export const LEAST_WATTS_PER_CPU = 0.01;

/**
 * Most watts per CPU that are believed. The hottest server CPUs draw about 20 W per thread with
 * hyper-threading off (AMD EPYC 9175F: 320 W, 16 cores); Kepler 0.5 was seen to report peta-joules.
 */
export const MOST_WATTS_PER_CPU = 25;

/** Used where nobody says how many CPUs a node has: more than any server has today. */
const MOST_CPUS = 1_024;

/** @param watts - mean power of the whole node, active and idle */
export function judgeNodePower(watts: number, cpus: number | null): PowerJudgement {
  if (!Number.isFinite(watts) || watts > MOST_WATTS_PER_CPU * (cpus ?? MOST_CPUS)) return 'absurd';
  return watts < LEAST_WATTS_PER_CPU * (cpus ?? 1) ? 'fake' : 'plausible';
}
