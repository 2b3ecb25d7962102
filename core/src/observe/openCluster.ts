import type { ClusterConfig } from './clusterConfig.ts';
import type { ClusterSource } from './clusterSource.ts';
import { LiveClusterSource } from './live/LiveClusterSource.ts';
import { openRecording } from './recording/index.ts';

/**
 * Opens a configured cluster: its recording where one is named, else the running cluster. Nothing is
 * asked of a running cluster yet, so that a source that is down is found by the call that needs it.
 *
 * @throws InvalidInputError when the configuration names no source, or the recording cannot be read
 */
export async function openCluster(config: ClusterConfig): Promise<ClusterSource> {
  if (config.recording !== undefined) return openRecording(config.recording);
  return LiveClusterSource.create(config, {
    // The Kubernetes client takes longer to load than all the rest; a recording does without it.
    openKubernetes: async (kubernetes, clusterId) => {
      const { KubernetesInventory } = await import('./kubernetes/index.ts');
      return KubernetesInventory.create(kubernetes, clusterId);
    },
  });
}
