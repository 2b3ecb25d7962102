import {
  cureOf,
  describeError,
  formatCount,
  type Inventory,
  type ObservationNote,
  type RuntimeUsage,
  type TimeWindow,
  type Workload,
} from '../../model/index.ts';
import { PodIndex } from '../fold/PodIndex.ts';
import type { PrometheusClient } from '../prometheus/PrometheusClient.ts';
import type { Labels } from '../prometheus/parseResult.ts';
import type { PromqlScope } from '../prometheus/promql.ts';
import { RuntimeQueries, TARGET_LABELS } from './RuntimeQueries.ts';
import { RuntimeUsageTable } from './RuntimeUsageTable.ts';
import { RUNTIME_FIGURES, VERSION_METRICS } from './runtimeFigures.ts';

export interface ReadRuntimesOptions {
  readonly client: PrometheusClient;
  readonly scope: PromqlScope;
  readonly window: TimeWindow;
  readonly inventory: Inventory;
  /** Metrics that have series; `null` where the store cannot tell, and all are then asked for. */
  readonly seen: ReadonlySet<string> | null;
  readonly note: (note: ObservationNote) => unknown;
  readonly signal?: AbortSignal | undefined;
}

type Found = { readonly workload: Workload; readonly container: string };

/**
 * What JVM, Go and Node say of themselves, by {@link containerKey}. A query that fails leaves a note and the
 * others are still read.
 */
export async function readRuntimes(options: ReadRuntimesOptions): Promise<ReadonlyMap<string, RuntimeUsage>> {
  const { inventory, seen, signal } = options;
  const queries = new RuntimeQueries(options);
  const table = new RuntimeUsageTable();
  const finder = new TargetFinder(inventory);
  const asked = (metric: string) => seen === null || seen.has(metric);
  for (const told of RUNTIME_FIGURES.filter(({ metric }) => asked(metric))) {
    const better = table.having(told.figure);
    for (const { labels, value } of await attempt(options, told.metric, () => queries.figure(told))) {
      const found = finder.find(labels);
      if (found) table.add(found.workload, found.container, told, value, better);
    }
  }
  for (const { runtime, metric, matchers } of VERSION_METRICS.filter(one => asked(one.metric))) {
    for (const { labels } of await attempt(options, metric, () => queries.versions(metric, matchers))) {
      const found = finder.find(labels);
      if (found) table.addVersion(found.workload, found.container, runtime, labels['version'] ?? '');
    }
  }
  signal?.throwIfAborted();
  noteAmbiguous(finder, options.note);
  return table.finish();
}

async function attempt<T>(
  { note, signal }: ReadRuntimesOptions,
  metric: string,
  ask: () => Promise<T[]>,
): Promise<T[]> {
  try {
    return await ask();
  } catch (error) {
    signal?.throwIfAborted();
    const cure = cureOf(error);
    note({
      severity: 'warning',
      source: 'prometheus',
      message: `${metric} could not be read: ${describeError(error)}`,
      ...(cure === undefined ? {} : { cure }),
    });
    return [];
  }
}

function noteAmbiguous({ ambiguous }: TargetFinder, note: ReadRuntimesOptions['note']): void {
  if (ambiguous.size === 0) return;
  note({
    severity: 'info',
    source: 'prometheus',
    message: `The runtime metrics of ${formatCount(ambiguous.size, 'workload')} do not say of which container they are.`,
    cure: 'Keep the label `container` in the scrape configuration, as PodMonitor and ServiceMonitor do.',
  });
}

/** Whose target a series comes from. */
class TargetFinder {
  /** Workloads with several main containers whose series name none. */
  readonly ambiguous = new Set<string>();
  readonly #pods: PodIndex;

  constructor(inventory: Inventory) {
    this.#pods = new PodIndex(inventory);
  }

  find(labels: Labels): Found | null {
    const [namespace, pod, container] = (['namespace', 'pod', 'container'] as const).map(
      what => TARGET_LABELS[what].map(label => labels[label] ?? '').find(value => value !== '') ?? null,
    );
    const workload = this.#pods.find(namespace ?? null, pod ?? null)?.workload;
    if (!workload) return null;
    const known = workload.containers.find(({ name }) => name === container);
    if (known) return { workload, container: known.name };
    if (container) return null;
    const [only, ...others] = workload.containers.filter(({ role }) => role === 'main');
    if (only && others.length === 0) return { workload, container: only.name };
    this.ambiguous.add(workload.id);
    return null;
  }
}
