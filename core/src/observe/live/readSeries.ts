import type { ObservationNote, Seconds, SourceName, TimeWindow } from '../../model/index.ts';
import type { FunctionalUnitConfig } from '../clusterConfig.ts';
import type { Progress, SeriesChunk, SeriesFamily, SeriesSubject } from '../clusterSource.ts';
import type { KeplerSurvey } from '../kepler/KeplerSurvey.ts';
import { keplerQueries } from '../kepler/keplerQueries.ts';
import type { PrometheusClient } from '../prometheus/PrometheusClient.ts';
import type { Labels } from '../prometheus/parseResult.ts';
import type { PromqlScope } from '../prometheus/promql.ts';
import { optionalQueries } from './optionalQueries.ts';
import { cadvisorNotes, surveyCadvisor } from './surveyCadvisor.ts';
import { surveyGpus } from './surveyGpus.ts';
import { usageQueries } from './usageQueries.ts';

const DAY = 86_400;

interface ReadSeriesOptions {
  readonly client: PrometheusClient;
  readonly scope: PromqlScope;
  readonly window: TimeWindow;
  readonly step: Seconds;
  readonly kepler: () => Promise<KeplerSurvey>;
  /** Metrics that have series in the window; `null` where the store cannot tell. */
  readonly seen: () => Promise<ReadonlySet<string> | null>;
  readonly functionalUnits: readonly FunctionalUnitConfig[];
  readonly note: (note: ObservationNote) => void;
  readonly noteFailure: (source: SourceName, error: unknown) => void;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: Progress) => void;
}

/** Errors of one family that say nothing about the next: the query was refused, or its answer was odd. */
const OF_ONE_FAMILY: ReadonlySet<string> = new Set(['SourceQueryError', 'SourceProtocolError']);

/** Reads all families one after the other; a family that fails leaves a note, and the others are still read. */
export async function* readSeries(options: ReadSeriesOptions): AsyncIterable<SeriesChunk> {
  const { client, window, step, signal, onProgress, noteFailure } = options;
  const queries = await familyQueries(options);
  const chunksPerFamily = Math.max(1, Math.ceil((window.end - window.start) / DAY));
  const total = queries.length * chunksPerFamily;
  for (const [index, [family, expression]] of queries.entries()) {
    let done = index * chunksPerFamily;
    try {
      for await (const chunk of client.queryRange(expression, window, step, { signal, chunkSeconds: DAY })) {
        onProgress?.({ stage: 'Reading usage', done: Math.min(done, total), total });
        done += 1;
        for (const { labels, times, values } of chunk) {
          yield { family, subject: subjectOf(labels), times, values };
        }
      }
    } catch (error) {
      signal?.throwIfAborted();
      if (!(error instanceof Error && OF_ONE_FAMILY.has(error.name))) throw error;
      noteFailure(sourceOf(family), error);
    }
  }
  onProgress?.({ stage: 'Reading usage', done: total, total });
}

async function familyQueries(options: ReadSeriesOptions): Promise<[SeriesFamily, string][]> {
  const { client, scope, window, step, kepler, functionalUnits, note, noteFailure, signal } = options;
  const cadvisor = await surveyCadvisor(client, scope, window.end, signal);
  for (const found of cadvisorNotes(cadvisor)) note(found);
  // Nobody shows an image now, but somebody may have in the window: the filter is dropped only where there are containers.
  const imageLabel = cadvisor.imageLabel || cadvisor.containers === 0;
  const usage = usageQueries(scope, { step, imageLabel, interval: cadvisor.interval });
  let energy = {};
  try {
    energy = keplerQueries(scope, await kepler(), step);
  } catch (error) {
    signal?.throwIfAborted();
    noteFailure('kepler', error);
  }
  const seen = await options.seen();
  const { interval } = cadvisor;
  const optional = optionalQueries(scope, { step, interval, seen, functionalUnits });
  if (optional.gpuUtilization !== undefined) {
    for (const found of await surveyGpus(client, scope, window.end, signal)) note(found);
  }
  return Object.entries({ ...usage, ...energy, ...optional }) as [SeriesFamily, string][];
}

/** Families that no cAdvisor tells. */
const SOURCE: Readonly<Partial<Record<SeriesFamily, SourceName>>> = {
  podWatts: 'kepler',
  nodeActiveWatts: 'kepler',
  nodeIdleWatts: 'kepler',
  autoscalerReplicas: 'kube-state-metrics',
  gpuUtilization: 'prometheus',
  gpuMemory: 'prometheus',
  gpuWatts: 'prometheus',
  functionalUnits: 'prometheus',
};
const sourceOf = (family: SeriesFamily): SourceName => SOURCE[family] ?? 'cadvisor';

const subjectOf = (labels: Labels): SeriesSubject => ({
  namespace: labels['namespace'] ?? null,
  pod: labels['pod'] ?? null,
  container: labels['container'] ?? null,
  node: labels['node'] ?? null,
  object: labels['object'] ?? null,
});
