import { type ObservationNote, type UnixSeconds, unixSecondsFromDate } from '../model/index.ts';
import type { ClusterConfig } from './clusterConfig.ts';
import type { ClusterSource } from './clusterSource.ts';
import type { HttpSourceOptions } from './http/HttpSource.ts';
import type { KubernetesClientOptions } from './kubernetes/KubernetesClient.ts';
import { LiveClusterSource } from './live/LiveClusterSource.ts';
import { PrometheusClient } from './prometheus/PrometheusClient.ts';
import { type ClockDifference, clockDifference } from './prometheus/prometheusClock.ts';
import { openRecording } from './recording/index.ts';

/** Telling the time takes no time: a Prometheus that does not answer is found by the calls that wait for it. */
const CLOCK_PATIENCE_MS = 5_000;

export interface OpenClusterOptions {
  readonly http?: HttpSourceOptions;
  readonly kubernetes?: KubernetesClientOptions;
}

/**
 * Opens a configured cluster: its recording where one is named, else the running cluster. Of a running
 * cluster only the time is asked yet, so that a source that is down is found by the call that needs it.
 *
 * @throws InvalidInputError when the configuration names no source, or the recording cannot be read
 */
export async function openCluster(
  config: ClusterConfig,
  options: OpenClusterOptions = {},
): Promise<ClusterSource> {
  if (config.recording !== undefined) return openRecording(config.recording);
  const difference = await differenceOfClocks(config);
  return LiveClusterSource.create(config, {
    now: earlier(unixSecondsFromDate(new Date()), difference?.theirs),
    notes: difference ? [noteOf(difference)] : [],
    // The Kubernetes client takes longer to load than all the rest; a recording does without it.
    openKubernetes: async (kubernetes, clusterId) => {
      const { KubernetesInventory } = await import('./kubernetes/index.ts');
      return KubernetesInventory.create(kubernetes, clusterId, options.kubernetes);
    },
    ...(options.http ? { http: options.http } : {}),
  });
}

async function differenceOfClocks({ prometheus }: ClusterConfig): Promise<ClockDifference | null> {
  if (!prometheus) return null;
  const client = PrometheusClient.create(prometheus, { attempts: 1 });
  try {
    return await clockDifference(client, AbortSignal.timeout(CLOCK_PATIENCE_MS));
  } catch {
    // Whatever keeps it from telling the time keeps it from telling more, and is noted there.
    return null;
  }
}

const earlier = (ours: UnixSeconds, theirs: UnixSeconds = ours): UnixSeconds =>
  theirs < ours ? theirs : ours;

const noteOf = ({ finding, cure }: ClockDifference): ObservationNote => ({
  severity: 'warning',
  source: 'prometheus',
  message: `${finding}; samples are read up to the earlier of both times.`,
  cure,
});
