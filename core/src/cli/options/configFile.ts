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

const gridFromFolder = (source: GridSourceConfig, folder: string): GridSourceConfig =>
  source.type === 'csv' ? { ...source, file: resolve(folder, source.file) } : source;

/** Paths in a file are meant from where the file is. */
function fromFolder(cluster: ClusterConfig, folder: string): ClusterConfig {
  const { grid, recording, kubernetes, prices } = cluster;
  return {
    ...cluster,
    ...(recording === undefined ? {} : { recording: resolve(folder, recording) }),
    ...(kubernetes?.type === 'kubeconfig' && kubernetes.file !== undefined
      ? { kubernetes: { ...kubernetes, file: resolve(folder, kubernetes.file) } }
      : {}),
    ...(grid === undefined ? {} : { grid: grid.map(source => gridFromFolder(source, folder)) }),
    ...(prices?.file === undefined ? {} : { prices: { ...prices, file: resolve(folder, prices.file) } }),
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
