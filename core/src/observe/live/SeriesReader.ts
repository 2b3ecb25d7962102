import type { ObservationNote, Seconds, SourceName, TimeWindow } from '../../model/index.ts';
import type { FunctionalUnitConfig } from '../clusterConfig.ts';
import type { ClusterSource, SeriesChunk, SeriesFamily, SeriesSubject } from '../clusterSource.ts';
import type { KeplerSurvey } from '../kepler/KeplerSurvey.ts';
import { keplerQueries } from '../kepler/keplerQueries.ts';
import type { PrometheusClient } from '../prometheus/PrometheusClient.ts';
import type { Labels } from '../prometheus/parseResult.ts';
import type { PromqlScope } from '../prometheus/promql.ts';
import { namespaceGroups } from './namespaceGroups.ts';
import { optionalQueries } from './optionalQueries.ts';
import { cadvisorNotes, surveyCadvisor } from './surveyCadvisor.ts';
import { surveyGpus } from './surveyGpus.ts';
import { usageQueries } from './usageQueries.ts';

const DAY = 86_400;

export interface SeriesReaderOptions {
  readonly client: PrometheusClient;
  readonly scope: PromqlScope;
  readonly window: TimeWindow;
  readonly step: Seconds;
  readonly kepler: (signal?: AbortSignal) => Promise<KeplerSurvey>;
  /** Metrics that have series in the window; `null` where the store cannot tell. */
  readonly seen: (signal?: AbortSignal) => Promise<ReadonlySet<string> | null>;
  readonly functionalUnits: readonly FunctionalUnitConfig[];
  readonly note: (note: ObservationNote) => void;
  readonly noteFailure: (source: SourceName, error: unknown) => void;
}

type ReadOptions = NonNullable<Parameters<ClusterSource['series']>[0]>;

/** One range query: a family, or the part of it that is in some namespaces. */
interface SeriesQuery {
  readonly family: SeriesFamily;
  readonly expression: string;
}

/** Errors of one family that say nothing about the next: the query was refused, or its answer was odd. */
const OF_ONE_FAMILY: ReadonlySet<string> = new Set(['SourceQueryError', 'SourceProtocolError']);

/**
 * Reads series by range queries, whose number depends on the length of what is read and on the size class
 * of the cluster, not on its workloads. What there is to query is found out once.
 */
export class SeriesReader {
  readonly #options: SeriesReaderOptions;
  #queries: Promise<readonly SeriesQuery[]> | null = null;
  /** Those whose expression could not even be made. */
  readonly #unknown = new Set<SeriesFamily>();

  constructor(options: SeriesReaderOptions) {
    this.#options = options;
  }

  /** Reads one query after the other; a family that fails leaves a note, and the others are still read. */
  async *read({ spans, signal, onProgress, onFailure }: ReadOptions): AsyncIterable<SeriesChunk> {
    const { window, noteFailure } = this.#options;
    const queries = await this.#plan(signal);
    const failed = new Set<SeriesFamily>();
    const fail = (family: SeriesFamily): void => {
      failed.add(family);
      onFailure?.(family);
    };
    for (const family of this.#unknown) fail(family);
    const planned = queries.flatMap(query => {
      const span = spans === undefined ? window : spans.get(query.family);
      return span === undefined ? [] : [{ ...query, span, days: daysIn(span) }];
    });
    const total = planned.reduce((sum, { days }) => sum + days, 0);
    let before = 0;
    for (const { family, expression, span, days } of planned) {
      const report = (done: number) =>
        onProgress?.({ stage: 'Reading usage', done: before + Math.min(done, days), total });
      try {
        if (!failed.has(family)) yield* this.#readOne({ family, expression }, span, report, signal);
      } catch (error) {
        signal?.throwIfAborted();
        if (!(error instanceof Error && OF_ONE_FAMILY.has(error.name))) throw error;
        noteFailure(sourceOf(family), error);
        fail(family);
      }
      before += days;
    }
    onProgress?.({ stage: 'Reading usage', done: total, total });
  }

  async *#readOne(
    { family, expression }: SeriesQuery,
    span: TimeWindow,
    report: (done: number) => void,
    signal: AbortSignal | undefined,
  ): AsyncIterable<SeriesChunk> {
    const { client, step } = this.#options;
    let done = 0;
    for await (const chunk of client.queryRange(expression, span, step, { signal, chunkSeconds: DAY })) {
      report(done);
      done += 1;
      for (const { labels, times, values } of chunk) {
        yield { family, subject: subjectOf(labels), times, values };
      }
    }
  }

  async #plan(signal: AbortSignal | undefined): Promise<readonly SeriesQuery[]> {
    this.#queries ??= this.#findQueries(signal);
    try {
      return await this.#queries;
    } catch (error) {
      this.#queries = null;
      throw error;
    }
  }

  async #findQueries(signal: AbortSignal | undefined): Promise<readonly SeriesQuery[]> {
    const { client, scope, window, step, functionalUnits, note } = this.#options;
    const cadvisor = await surveyCadvisor(client, scope, window.end, signal);
    for (const found of cadvisorNotes(cadvisor)) note(found);
    const { containers, interval } = cadvisor;
    // Nobody shows an image now, but somebody may have in the window: the filter is dropped only where there are containers.
    const imageLabel = cadvisor.imageLabel || containers === 0;
    const groups = await namespaceGroups(client, scope, { containers, at: window.end, signal });
    const energy = await this.#energyQueries(signal);
    const seen = await this.#options.seen(signal);
    const optional = optionalQueries(scope, { step, interval, seen, functionalUnits });
    if (optional.gpuUtilization !== undefined) {
      for (const found of await surveyGpus(client, scope, window.end, signal)) note(found);
    }
    return [
      // A group is read with all its families before the next: what is folded of it is then complete.
      ...groups.flatMap(group =>
        queriesOf(usageQueries(scope.within(group), { step, imageLabel, interval })),
      ),
      ...queriesOf({ ...energy, ...optional }),
    ];
  }

  async #energyQueries(signal: AbortSignal | undefined): Promise<Partial<Record<SeriesFamily, string>>> {
    const { scope, step, kepler, noteFailure } = this.#options;
    try {
      return keplerQueries(scope, await kepler(signal), step);
    } catch (error) {
      signal?.throwIfAborted();
      noteFailure('kepler', error);
      for (const family of ['podWatts', 'nodeActiveWatts', 'nodeIdleWatts'] as const)
        this.#unknown.add(family);
      return {};
    }
  }
}

const daysIn = ({ start, end }: TimeWindow): number => Math.max(1, Math.ceil((end - start) / DAY));

const queriesOf = (expressions: Partial<Record<SeriesFamily, string>>): SeriesQuery[] =>
  Object.entries(expressions).map(([family, expression]) => ({ family: family as SeriesFamily, expression }));

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
