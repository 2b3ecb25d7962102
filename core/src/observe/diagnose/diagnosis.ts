import { cureOf, describeError, type SourceName } from '../../model/index.ts';
import type { SourceFinding } from '../clusterSource.ts';

/** A diagnosis of which nothing is wrong. */
export const healthy = (source: SourceName, version: string | null, finding: string): SourceFinding => ({
  source,
  status: 'ok',
  version,
  finding,
  cure: null,
});

export const lacking = (
  source: SourceName,
  status: Exclude<SourceFinding['status'], 'ok'>,
  finding: string,
  cure: string,
  version: string | null = null,
): SourceFinding => ({ source, status, version, finding, cure });

/** A diagnosis that failed itself is a finding too. */
export const failed = (source: SourceName, error: unknown): SourceFinding => ({
  source,
  status: 'failed',
  version: null,
  finding: error instanceof Error && cureOf(error) !== undefined ? error.message : describeError(error),
  cure: cureOf(error) ?? null,
});
