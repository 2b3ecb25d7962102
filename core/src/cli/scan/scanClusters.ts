import type { CustomRule } from '../../assess/index.ts';
import { cureOf, describeError, type Policy, type Scan, type UsageLedger } from '../../model/index.ts';
import type { ClusterConfig } from '../../observe/clusterConfig.ts';
import type { Progress } from '../../observe/clusterSource.ts';
import type { Stages } from '../stages.ts';
import { filterFindings, type FindingFilter } from './filterFindings.ts';
import type { FailedCluster, Finding, Report, ScannedCluster } from './report.ts';

export interface ScanClustersOptions {
  readonly policy: Policy;
  /** Those that workloads and namespaces may choose from. */
  readonly policies: readonly Policy[];
  readonly policyOfCluster: (config: ClusterConfig) => Policy;
  readonly rules: readonly CustomRule[];
  readonly filter: FindingFilter;
  /** Of somebody who scans again. */
  readonly ledger?: UsageLedger;
  readonly signal: AbortSignal;
  readonly onProgress: (clusterId: string, progress: Progress) => void;
}

/** What became of one cluster. */
type Outcome =
  | { readonly kind: 'scanned'; readonly cluster: ScannedCluster }
  | { readonly kind: 'failed'; readonly failure: FailedCluster };

export const openSource = (config: ClusterConfig, stages: Stages) =>
  config.recording === undefined ? stages.openCluster(config) : stages.openRecording(config.recording);

async function scanOne(
  config: ClusterConfig,
  stages: Stages,
  options: ScanClustersOptions,
): Promise<Outcome> {
  const { policies, policyOfCluster, rules, ledger, signal, onProgress } = options;
  try {
    const source = await openSource(config, stages);
    const scan = await stages.scanCluster(source, {
      policy: policyOfCluster(config),
      policies,
      rules,
      ...(ledger ? { ledger } : {}),
      signal,
      onProgress: progress => {
        onProgress(source.cluster.id, progress);
      },
    });
    return { kind: 'scanned', cluster: { cluster: scan.observation.cluster, scan } };
  } catch (error) {
    if (signal.aborted) throw error;
    const failure = { clusterId: config.id, message: describeError(error), cure: cureOf(error) ?? null };
    return { kind: 'failed', failure };
  }
}

function findingsOf({ scan }: ScannedCluster): readonly Finding[] {
  const { opportunities, consolidation } = scan.assessment;
  const contributions = new Map(consolidation?.contributions.map(one => [one.opportunityId, one]));
  return opportunities.flatMap(opportunity => {
    const recommendation = scan.recommendations.get(opportunity.id);
    const contribution = contributions.get(opportunity.id) ?? null;
    return recommendation ? [{ opportunity, recommendation, contribution, scan }] : [];
  });
}

const likelySaving = ({
  opportunity,
}: {
  opportunity: Scan['assessment']['opportunities'][number];
}): number => opportunity.saving.nominal.usd.likely;

const byWorth = (a: Finding, b: Finding): number =>
  likelySaving(b) - likelySaving(a) || (a.opportunity.id < b.opportunity.id ? -1 : 1);

/** Scans clusters one after the other; one that fails is reported and stops no other. */
export async function scanClusters(
  configs: readonly ClusterConfig[],
  stages: Stages,
  options: ScanClustersOptions,
): Promise<Report> {
  const outcomes: Outcome[] = [];
  for (const config of configs) outcomes.push(await scanOne(config, stages, options));
  const scanned = outcomes.flatMap(outcome => (outcome.kind === 'scanned' ? [outcome.cluster] : []));
  const all = scanned.flatMap(findingsOf);
  return {
    policy: options.policy,
    scanned,
    failed: outcomes.flatMap(outcome => (outcome.kind === 'failed' ? [outcome.failure] : [])),
    findings: filterFindings(all, options.filter).toSorted(byWorth),
    totalFindings: all.length,
  };
}
