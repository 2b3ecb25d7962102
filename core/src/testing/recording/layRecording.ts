import type { ClusterSource } from '../../observe/clusterSource.ts';
import type { MetricFamily } from '../prometheus/metricFamily.ts';
import { layCadvisor } from './layCadvisor.ts';
import { layKepler1, layKepler2 } from './layKepler.ts';
import { layKubeState } from './layKubeState.ts';
import { layOpenCost } from './layOpenCost.ts';
import { readRecordedCluster, type RecordedCluster } from './recordedCluster.ts';

export interface LayRecordingOptions {
  /**
   * Which Kepler meters the cluster, where the recording has power at all. `without-pods` is the newer one
   * as it is installed by default, without Kubernetes metadata.
   */
  readonly kepler?: 'generation-2' | 'generation-1' | 'without-pods' | 'none';
  /** Whether there are prices in Prometheus; by default where the recording's prices are billed ones. */
  readonly openCost?: boolean;
}

/**
 * Turns a recording (or a demo) back into what Prometheus would have scraped from cAdvisor,
 * kube-state-metrics, Kepler and OpenCost while it was made.
 */
export async function layRecording(
  source: ClusterSource,
  options: LayRecordingOptions = {},
): Promise<MetricFamily[]> {
  return layRecordedCluster(await readRecordedCluster(source), options);
}

/** The same from a recording that is in memory. */
export function layRecordedCluster(
  cluster: RecordedCluster,
  options: LayRecordingOptions = {},
): MetricFamily[] {
  const billed = [...cluster.prices.nodes.values()].some(({ provenance }) => provenance.kind === 'billed');
  const metered = cluster.series.has('podWatts') || cluster.series.has('nodeActiveWatts');
  return [
    ...layCadvisor(cluster),
    ...layKubeState(cluster),
    ...(metered ? layMeter(cluster, options.kepler ?? 'generation-2') : []),
    ...((options.openCost ?? billed) ? layOpenCost(cluster) : []),
  ];
}

function layMeter(
  cluster: RecordedCluster,
  kepler: NonNullable<LayRecordingOptions['kepler']>,
): MetricFamily[] {
  switch (kepler) {
    case 'generation-2':
      return layKepler2(cluster);
    case 'without-pods':
      return layKepler2(cluster, false);
    case 'generation-1':
      return layKepler1(cluster);
    case 'none':
      return [];
    default: {
      const never: never = kepler;
      return never;
    }
  }
}
