import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { policiesWith } from '../../assess/ownPolicies.ts';
import { InvalidInputError, POLICIES, type Policy } from '../../model/index.ts';
import { type ClusterConfig, clusterConfigSchema } from '../../observe/clusterConfig.ts';
import type { Host } from '../host.ts';
import { readConfigFile } from './configFile.ts';
import type { SourceOptions } from './sourceOptions.ts';

/** The clusters that a command line means, and the policy its file asks for. */
export interface ChosenClusters {
  readonly clusters: readonly ClusterConfig[];
  readonly policyId: string | undefined;
  /** Ours and those of the file. */
  readonly policies: readonly Policy[];
  /** File with rules of the user's own that the file names. */
  readonly rulesFile: string | undefined;
}

function prometheusAuth({ prometheusToken, prometheusUser }: SourceOptions) {
  if (prometheusToken !== undefined && prometheusUser !== undefined) {
    throw new InvalidInputError(
      '--prometheus-token and --prometheus-user were both given',
      'prove who you are in one way only',
    );
  }
  if (prometheusToken !== undefined) return { type: 'bearer' as const, token: prometheusToken };
  if (prometheusUser === undefined) return { type: 'none' as const };
  const at = prometheusUser.indexOf(':');
  if (at < 1) throw new InvalidInputError('--prometheus-user has no password', 'write it as user:password');
  return {
    type: 'basic' as const,
    username: prometheusUser.slice(0, at),
    password: prometheusUser.slice(at + 1),
  };
}

/** The Kubernetes API of flags and surroundings, as kubectl would find it. */
function kubernetesOf(options: SourceOptions, host: Host) {
  const { kubeconfig, context } = options;
  if (kubeconfig !== undefined || context !== undefined) {
    return {
      type: 'kubeconfig' as const,
      ...(kubeconfig === undefined ? {} : { file: kubeconfig }),
      ...(context === undefined ? {} : { context }),
    };
  }
  const inherited = host.env.KUBECONFIG;
  // Several files in KUBECONFIG are merged by the Kubernetes client itself when no file is named.
  if (inherited)
    return { type: 'kubeconfig' as const, ...(inherited.includes(delimiter) ? {} : { file: inherited }) };
  if (host.env.KUBERNETES_SERVICE_HOST !== undefined) return { type: 'in-cluster' as const };
  return existsSync(join(host.home, '.kube', 'config')) ? { type: 'kubeconfig' as const } : undefined;
}

/** Leaves out what is not there, so that the schema's own defaults apply. */
const present = (fields: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));

function clusterFromFlags(options: SourceOptions, prometheus: string, host: Host): ClusterConfig {
  const opencost = options.opencost ?? host.env.OPENCOST_URL;
  const result = clusterConfigSchema.safeParse(
    present({
      id: options.cluster ?? options.clusterLabel?.value ?? 'cluster',
      provider: options.provider,
      region: options.region,
      prometheus: { url: prometheus, auth: prometheusAuth(options), headers: options.header ?? {} },
      clusterLabel: options.clusterLabel,
      kubernetes: kubernetesOf(options, host),
      opencost: opencost ? { url: opencost } : undefined,
      gridGramsPerKilowattHour: options.grid,
      pue: options.pue,
      historyDays: options.days,
    }),
  );
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  throw new InvalidInputError(
    `The options for the cluster do not fit: ${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`,
    'write a URL whole, as http://localhost:9090; "greenops scan --help" has the options',
  );
}

function chosenFrom(
  clusters: readonly ClusterConfig[],
  id: string | undefined,
  file: string,
): readonly ClusterConfig[] {
  if (id === undefined) return clusters;
  const chosen = clusters.filter(cluster => cluster.id === id);
  if (chosen.length > 0) return chosen;
  throw new InvalidInputError(
    `${file} has no cluster ${id}`,
    `choose one of ${clusters.map(cluster => cluster.id).join(', ')}`,
  );
}

async function clustersOfFile(file: string, options: SourceOptions, host: Host): Promise<ChosenClusters> {
  const { clusters, policy, policies, rules } = await readConfigFile(file, host.env);
  const chosen = chosenFrom(clusters, options.cluster, file);
  const { days } = options;
  return {
    clusters: days === undefined ? chosen : chosen.map(cluster => ({ ...cluster, historyDays: days })),
    policyId: policy,
    policies: policiesWith(policies),
    rulesFile: rules,
  };
}

/**
 * Finds out which clusters are meant: a recording beats a file, a file beats a single address, and
 * what the command line says beats the environment (GREENOPS_CONFIG, PROMETHEUS_URL …).
 *
 * @throws InvalidInputError when nothing says which cluster, or when what says so does not fit
 */
export async function clustersOf(options: SourceOptions, host: Host): Promise<ChosenClusters> {
  if (options.recording !== undefined) {
    const id = options.cluster ?? 'recording';
    return {
      clusters: [clusterConfigSchema.parse({ id, recording: options.recording })],
      policyId: undefined,
      policies: POLICIES,
      rulesFile: undefined,
    };
  }
  if (options.config !== undefined) return clustersOfFile(options.config, options, host);
  if (options.prometheus === undefined && host.env.GREENOPS_CONFIG) {
    return clustersOfFile(host.env.GREENOPS_CONFIG, options, host);
  }
  const prometheus = options.prometheus ?? host.env.PROMETHEUS_URL;
  if (prometheus)
    return {
      clusters: [clusterFromFlags(options, prometheus, host)],
      policyId: undefined,
      policies: POLICIES,
      rulesFile: undefined,
    };
  throw new InvalidInputError(
    'Nothing says which cluster to look at',
    'give --prometheus <url>, --recording <file> or --config <file>; "greenops scan --help" has examples',
  );
}
