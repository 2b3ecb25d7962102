import type { ConnectionTestView } from '../../api/index.ts';
import {
  type ClusterConfig,
  type ClusterSource,
  openCluster,
  type OpenClusterOptions,
} from '../../observe/index.ts';

/** Somebody waits for the answer: no source is given longer, and none is asked twice. */
const PATIENCE_SECONDS = 10;
const IMPATIENT: OpenClusterOptions = {
  http: { attempts: 1 },
  kubernetes: { attempts: 1, timeoutSeconds: PATIENCE_SECONDS },
};

/**
 * Asks each source of a cluster how it is, as `greenops doctor` does; nothing is stored.
 *
 * @throws InvalidInputError when the settings name no source; what a source says is no error
 */
export async function testConnection(
  config: ClusterConfig,
  {
    open = openCluster,
    signal,
  }: {
    readonly open?: (config: ClusterConfig, options: OpenClusterOptions) => Promise<ClusterSource>;
    readonly signal?: AbortSignal;
  } = {},
): Promise<ConnectionTestView> {
  const source = await open(impatient(config), IMPATIENT);
  const sources = await source.diagnose(signal);
  return {
    clusterId: config.id,
    ok: sources.every(({ status }) => status !== 'failed'),
    sources: sources.map(diagnosis => ({ ...diagnosis })),
  };
}

const atMost = <Source extends { readonly timeoutSeconds: number }>(source: Source): Source => ({
  ...source,
  timeoutSeconds: Math.min(source.timeoutSeconds, PATIENCE_SECONDS),
});

function impatient(config: ClusterConfig): ClusterConfig {
  const { prometheus, opencost, grid } = config;
  return {
    ...config,
    ...(prometheus && { prometheus: atMost(prometheus) }),
    ...(opencost && { opencost: atMost(opencost) }),
    ...(grid && { grid: grid.map(source => ('timeoutSeconds' in source ? atMost(source) : source)) }),
  };
}
