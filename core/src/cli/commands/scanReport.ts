import type { OpportunityType } from '../../model/index.ts';
import { clustersOf } from '../options/clustersOf.ts';
import { policyOf } from '../options/policyOf.ts';
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
}

/** Scans the chosen clusters once, with a progress bar on a terminal. */
export async function scanReport(options: JudgeOptions, { host, signal }: Run): Promise<Report> {
  const { clusters, policyId } = await clustersOf(options, host);
  const policy = policyOf(options.policy ?? policyId, options.minHistory);
  const { namespace, type, minSaving } = options;
  const bar = new ProgressBar(host);
  try {
    return await scanClusters(clusters, await host.stages(), {
      policy,
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
