import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { type SchedulerServiceTaskScheduleDefinition } from '@backstage/backend-plugin-api';
import { type Config } from '@backstage/config';
import { type JsonObject } from '@backstage/types';
import { type CustomRule, policiesWith, readCustomRules } from '@greenops/core/assess';
import { InvalidInputError, type Policy } from '@greenops/core/model';
import { type ClusterConfig, clusterConfigSchema } from '@greenops/core/observe';
import { type z } from 'zod';
import { greenopsConfigSchema } from './greenopsConfigSchema.ts';
import { readSchedule } from './readSchedule.ts';

/** What the plugin was told, checked and with defaults filled in. */
export interface GreenopsConfig {
  readonly clusters: readonly ClusterConfig[];
  readonly policy: Policy;
  /** Ours and the user's own. */
  readonly policies: readonly Policy[];
  readonly rules: readonly CustomRule[];
  readonly schedule: SchedulerServiceTaskScheduleDefinition;
  readonly database: { readonly directory?: string | undefined; readonly binDirectory?: string | undefined };
}

/**
 * Reads the `greenops` section.
 *
 * @throws InvalidInputError naming the path of every entry that is wrong, never its value: it may be a secret
 */
export function readGreenopsConfig(config: Config): GreenopsConfig {
  const parsed = greenopsConfigSchema.safeParse(config.getOptional('greenops') ?? {});
  if (!parsed.success) throw invalid(parsed.error.issues.map(explain));
  const { recordings, policy: policyId, schedule, database } = parsed.data;
  const policies = policiesWith(parsed.data.policies);

  const clusters = [...parsed.data.clusters, ...recordings.map(recordedCluster)];
  const ids = clusters.map(({ id }) => id);
  const repeated = ids.find((id, index) => ids.indexOf(id) !== index);
  if (repeated !== undefined) throw invalid([`two clusters have the id "${repeated}"`]);

  const policy = policies.find(({ id }) => id === policyId);
  if (!policy) throw invalid([`greenops.policy: there is no policy "${policyId}"`]);
  return {
    clusters,
    policy,
    policies,
    rules: rulesOf(parsed.data.rules),
    schedule: readSchedule(schedule as JsonObject),
    database,
  };
}

function rulesOf(file: string | undefined): readonly CustomRule[] {
  if (file === undefined) return [];
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    throw invalid([`greenops.rules: the file ${file} cannot be read`]);
  }
  return readCustomRules(text, file);
}

/** `provisioning/recordings/demo-eu.greenops` stands as cluster `demo-eu`. */
function recordedCluster(recording: string): ClusterConfig {
  const parsed = clusterConfigSchema.safeParse({ id: basename(recording, '.greenops'), recording });
  if (parsed.success) return parsed.data;
  throw invalid([
    `greenops.recordings: the file name of ${recording} gives the id of its cluster and ${parsed.error.issues[0]?.message ?? ''}`,
  ]);
}

function explain(issue: z.core.$ZodIssue): string {
  const path = issue.path.reduce<string>(
    (text, part) => (typeof part === 'number' ? `${text}[${part}]` : `${text}.${String(part)}`),
    'greenops',
  );
  return `${path}: ${issue.message}`;
}

const invalid = (problems: readonly string[]): InvalidInputError =>
  new InvalidInputError(
    `configuration ${problems.join('; ')}`,
    'correct it in app-config.yaml (see config.schema.json of the plugin)',
  );
