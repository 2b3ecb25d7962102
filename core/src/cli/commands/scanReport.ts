import type { OpportunityType, UsageLedger } from '../../model/index.ts';
import { clustersOf } from '../options/clustersOf.ts';
import { policyOf } from '../options/policyOf.ts';
import { readRulesFile } from '../options/readRulesFile.ts';
import type { SourceOptions } from '../options/sourceOptions.ts';
import type { Report } from '../scan/report.ts';
import { scanClusters } from '../scan/scanClusters.ts';
import { ProgressBar } from '../terminal/progressBar.ts';
import type { Run } from './run.ts';

/** What a scan is made with, besides where to find the clusters. */
export interface JudgeOptions extends SourceOptions {
  readonly policy?: string;
  /** Seconds. */
  readonly minHistory?: number;
  readonly namespace?: string;
  readonly type?: OpportunityType;
  readonly minSaving?: number;
  /** File with rules of the user's own. */
  readonly rules?: string;
}

/**
 * Scans the chosen clusters once, with a progress bar on a terminal.
 *
 * @param ledger - what scans before this one have learned
 */
export async function scanReport(
  options: JudgeOptions,
  { host, signal }: Run,
  ledger?: UsageLedger,
): Promise<Report> {
  const { clusters, policyId, policies, rulesFile } = await clustersOf(options, host);
  const policy = policyOf(options.policy ?? policyId, policies, options.minHistory);
  const { namespace, type, minSaving } = options;
  const stages = await host.stages();
  const rules = await readRulesFile(options.rules ?? rulesFile, stages);
  const bar = new ProgressBar(host);
  try {
    return await scanClusters(clusters, stages, {
      policy,
      policies,
      // What the command line says holds for all of them.
      policyOfCluster: ({ policy: own }) =>
        own === undefined || options.policy !== undefined
          ? policy
          : policyOf(own, policies, options.minHistory),
      rules,
      ...(ledger ? { ledger } : {}),
      filter: {
        ...(namespace === undefined ? {} : { namespace }),
        ...(type === undefined ? {} : { type }),
        ...(minSaving === undefined ? {} : { minSaving }),
      },
      signal,
      onProgress: (clusterId, progress) => {
        bar.show(clusterId, progress);
      },
    });
  } finally {
    bar.clear();
  }
}
