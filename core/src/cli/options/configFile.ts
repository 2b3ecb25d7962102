import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { policyDefinitionSchema } from '../../assess/ownPolicies.ts';
import { InvalidInputError } from '../../model/index.ts';
import {
  type ClusterConfig,
  clusterConfigSchema,
  type GridSourceConfig,
  type HttpSourceConfig,
} from '../../observe/clusterConfig.ts';
import { interpolateEnvironment } from './interpolateEnvironment.ts';

/** The file of `--config`: the clusters and, if wanted, the policy they are judged by. */
export const configFileSchema = z.strictObject({
  /** Id of one of ours or of `policies`. */
  policy: z.string().min(1).optional(),
  /** Policies of the user's own. */
  policies: z.array(policyDefinitionSchema).default([]),
  /** File with rules of the user's own. */
  rules: z.string().min(1).optional(),
  clusters: z.array(clusterConfigSchema).min(1),
});

export type ConfigFile = z.infer<typeof configFileSchema>;

/** The paths among the fields, meant from where the file is. */
const resolved = <Field extends string>(
  fields: Readonly<Partial<Record<Field, string | undefined>>>,
  folder: string,
): { [Name in Field]?: string } =>
  Object.fromEntries(
    Object.entries<string | undefined>(fields).flatMap(([name, path]) =>
      path === undefined ? [] : [[name, resolve(folder, path)]],
    ),
  ) as { [Name in Field]?: string };

function httpFromFolder<Source extends HttpSourceConfig>(source: Source, folder: string): Source {
  if (source.tls === undefined) return source;
  const { caFile, certificateFile, keyFile } = source.tls;
  return { ...source, tls: { ...source.tls, ...resolved({ caFile, certificateFile, keyFile }, folder) } };
}

function gridFromFolder(source: GridSourceConfig, folder: string): GridSourceConfig {
  if (source.type === 'csv') return { ...source, file: resolve(folder, source.file) };
  return source.type === 'carbon-aware-sdk' ? httpFromFolder(source, folder) : source;
}

function kubernetesFromFolder(
  kubernetes: NonNullable<ClusterConfig['kubernetes']>,
  folder: string,
): NonNullable<ClusterConfig['kubernetes']> {
  if (kubernetes.type === 'kubeconfig')
    return { ...kubernetes, ...resolved({ file: kubernetes.file }, folder) };
  if (kubernetes.type === 'token')
    return { ...kubernetes, ...resolved({ caFile: kubernetes.caFile }, folder) };
  return kubernetes;
}

function fromFolder(cluster: ClusterConfig, folder: string): ClusterConfig {
  const { grid, recording, prometheus, opencost, kubernetes, prices } = cluster;
  return {
    ...cluster,
    ...resolved({ recording }, folder),
    ...(prometheus && { prometheus: httpFromFolder(prometheus, folder) }),
    ...(opencost && { opencost: httpFromFolder(opencost, folder) }),
    ...(kubernetes && { kubernetes: kubernetesFromFolder(kubernetes, folder) }),
    ...(grid && { grid: grid.map(source => gridFromFolder(source, folder)) }),
    ...(prices && { prices: { ...prices, ...resolved({ file: prices.file }, folder) } }),
  };
}

async function parsed(file: string): Promise<unknown> {
  try {
    return parse(await readFile(file, 'utf8'));
  } catch (error) {
    throw new InvalidInputError(
      `The configuration file ${file} cannot be read`,
      'name a YAML file that exists and can be read',
      { cause: error },
    );
  }
}

function withUniqueIds(config: ConfigFile, file: string): ConfigFile {
  const ids = config.clusters.map(({ id }) => id);
  const twice = ids.find((id, index) => ids.indexOf(id) !== index);
  if (twice !== undefined) {
    throw new InvalidInputError(
      `${file} has two clusters with the id ${twice}`,
      'give every cluster an id of its own',
    );
  }
  return config;
}

/**
 * Reads the clusters of a configuration file.
 *
 * @throws InvalidInputError that names the file, the place in it and what was expected there
 */
export async function readConfigFile(
  file: string,
  env: Readonly<Record<string, string | undefined>>,
): Promise<ConfigFile> {
  const result = configFileSchema.safeParse(interpolateEnvironment(await parsed(file), env));
  if (!result.success) {
    const issue = result.error.issues[0];
    throw new InvalidInputError(
      `${file}: ${issue?.path.join('.') || 'the document'}: ${issue?.message ?? 'does not fit'}`,
      'compare the file with the example in docs/cli.md',
    );
  }
  const config = withUniqueIds(result.data, file);
  const folder = dirname(resolve(file));
  return {
    ...config,
    clusters: config.clusters.map(cluster => fromFolder(cluster, folder)),
    ...(config.rules === undefined ? {} : { rules: resolve(folder, config.rules) }),
  };
}
