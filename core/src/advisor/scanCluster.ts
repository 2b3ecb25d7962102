import { advise } from '../advise/index.ts';
import { assess, type CustomRule, RULES, wordingOf } from '../assess/index.ts';
import { POLICIES, type Policy, type Scan, type UsageLedger } from '../model/index.ts';
import { type ClusterSource, observe, type Progress } from '../observe/index.ts';

export interface ScanClusterOptions {
  /** What the findings are judged by. */
  readonly policy: Policy;
  /** Those that workloads and namespaces may choose from; ours, if not given. */
  readonly policies?: readonly Policy[];
  /** Rules of the user's own, beside ours. */
  readonly rules?: readonly CustomRule[];
  /** Where it is kept what was learned of the cluster's usage; without it everything is read anew. */
  readonly ledger?: UsageLedger;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: Progress) => void;
}

/**
 * One pass over one cluster: observe, assess, advise. Nothing is stored but what the ledger keeps.
 *
 * @throws the source's error when the cluster cannot be read at all, `signal.reason` when it is aborted
 */
export async function scanCluster(source: ClusterSource, options: ScanClusterOptions): Promise<Scan> {
  const { policy, ledger, signal, onProgress } = options;
  const own = (options.rules ?? []).map(({ rule }) => rule);
  const observation = await observe(source, {
    ...(ledger ? { ledger } : {}),
    ...(signal ? { signal } : {}),
    ...(onProgress ? { onProgress } : {}),
  });
  signal?.throwIfAborted();
  onProgress?.({ stage: 'Assessing', done: 0, total: 1 });
  const assessment = assess(observation, policy, [...RULES, ...own], options.policies ?? POLICIES);
  const recommendations = new Map(
    assessment.opportunities.map(opportunity => [
      opportunity.id,
      advise(opportunity, wordingOf(opportunity.type, own)),
    ]),
  );
  onProgress?.({ stage: 'Assessing', done: 1, total: 1 });
  return { observation, assessment, recommendations };
}
