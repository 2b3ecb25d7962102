import { advise } from '../advise/index.ts';
import { assess, wordingOf } from '../assess/index.ts';
import type { Policy, Scan } from '../model/index.ts';
import { type ClusterSource, observe, type Progress } from '../observe/index.ts';

export interface ScanClusterOptions {
  /** What the findings are judged by. */
  readonly policy: Policy;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: Progress) => void;
}

/**
 * One pass over one cluster: observe, assess, advise. Nothing is stored.
 *
 * @throws the source's error when the cluster cannot be read at all, `signal.reason` when it is aborted
 */
export async function scanCluster(source: ClusterSource, options: ScanClusterOptions): Promise<Scan> {
  const { policy, signal, onProgress } = options;
  const observation = await observe(source, {
    ...(signal ? { signal } : {}),
    ...(onProgress ? { onProgress } : {}),
  });
  signal?.throwIfAborted();
  onProgress?.({ stage: 'Assessing', done: 0, total: 1 });
  const assessment = assess(observation, policy);
  const recommendations = new Map(
    assessment.opportunities.map(opportunity => [
      opportunity.id,
      advise(opportunity, wordingOf(opportunity.type)),
    ]),
  );
  onProgress?.({ stage: 'Assessing', done: 1, total: 1 });
  return { observation, assessment, recommendations };
}
