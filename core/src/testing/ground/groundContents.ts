import path from 'node:path';
import { type TimeWindow, type UnixSeconds, unixSeconds } from '../../model/index.ts';
import type { ClusterSource } from '../../observe/clusterSource.ts';
import { openRecording } from '../../observe/index.ts';
import { exposedKubernetesObjects } from '../data/exposedKubernetesObjects.ts';
import { layKeplerGeneration2, layKubernetesExpositions } from '../data/kubernetesExpositions.ts';
import { layNezhaPods } from '../data/layNezhaPods.ts';
import { nezhaKubernetesObjects } from '../data/nezhaKubernetesObjects.ts';
import { readNezhaPods } from '../data/nezhaPods.ts';
import type { KubernetesObject } from '../kubernetesApi/kubernetesObject.ts';
import type { MetricFamily } from '../prometheus/metricFamily.ts';
import { inventoryObjects } from '../recording/inventoryObjects.ts';
import { layRecordedCluster } from '../recording/layRecording.ts';
import { readRecordedCluster } from '../recording/recordedCluster.ts';
import type { GroundData, GroundOptions } from './groundOptions.ts';
import { lastDays } from './lastDays.ts';

/** What is laid into Prometheus and served by the API server. */
export interface GroundContents {
  /** Name for the cluster in the command to try. */
  readonly cluster: string;
  readonly series: readonly MetricFamily[];
  readonly objects: readonly KubernetesObject[];
  /** The samples end then; a little later Prometheus takes the series for gone. */
  readonly end: UnixSeconds;
  /** Days of history there are now. */
  readonly days: number;
}

const HOUR = 3600;
/** How long the ground can be used: data is laid so far ahead of now. */
const HOURS_AHEAD = 1;
/** Length of what a single scrape is stretched to. */
const EXPOSITION_HOURS = 6;
const EXPOSITION_STEP_SECONDS = 120;

/** Reads what the options name and lays it so that it ends in an hour. */
export async function groundContents(options: GroundOptions, now: UnixSeconds): Promise<GroundContents> {
  const end = unixSeconds(Math.floor(now / 60) * 60 + HOURS_AHEAD * HOUR);
  return options.source.kind === 'data'
    ? dataContents(options.source.data, end)
    : recordingContents(options.source.file, options, end);
}

async function recordingContents(
  file: string,
  { days, kepler }: GroundOptions,
  end: UnixSeconds,
): Promise<GroundContents> {
  const recording: ClusterSource = await openRecording(path.resolve(process.env['INIT_CWD'] ?? '', file), {
    end,
  });
  const source = lastDays(recording, days);
  const cluster = await readRecordedCluster(source);
  return {
    cluster: source.cluster.id,
    series: layRecordedCluster(cluster, { kepler }),
    objects: inventoryObjects(cluster),
    end: source.window.end,
    days: Math.floor((source.window.end - source.window.start) / (24 * HOUR)),
  };
}

function dataContents(data: GroundData, end: UnixSeconds): GroundContents {
  if (data === 'nezha') {
    const pods = readNezhaPods();
    return {
      cluster: 'nezha',
      series: layNezhaPods(end, pods),
      objects: nezhaKubernetesObjects(pods),
      end,
      days: 0.75,
    };
  }
  const version = data === 'k8s-1_31' ? '1_31' : '1_33';
  const window: TimeWindow = { start: unixSeconds(end - EXPOSITION_HOURS * HOUR), end };
  const options = { window, stepSeconds: EXPOSITION_STEP_SECONDS };
  return {
    cluster: data.replace('_', '-'),
    series: [
      ...layKubernetesExpositions(version, options),
      // The energy data is of the pods of 1.33 alone.
      ...(version === '1_33' ? layKeplerGeneration2(options) : []),
    ],
    objects: exposedKubernetesObjects(version),
    end,
    days: 0.2,
  };
}
