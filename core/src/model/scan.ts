import type { Observation } from './observation.ts';
import type { Assessment } from './opportunity.ts';
import type { Recommendation } from './recommendation.ts';

/** One pass over one cluster: what was seen, what was found, how it is explained. */
export interface Scan {
  readonly observation: Observation;
  readonly assessment: Assessment;
  /** By opportunity id; there is one for every opportunity. */
  readonly recommendations: ReadonlyMap<string, Recommendation>;
}
