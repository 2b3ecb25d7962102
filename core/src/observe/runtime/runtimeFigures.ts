import type { RuntimeUsage } from '../../model/index.ts';
import type { Matcher } from '../prometheus/promql.ts';
import { equal, matches } from '../prometheus/promql.ts';

/** What is made of the samples of the window. */
export type OverTime =
  /** The highest there was. */
  | 'highest'
  /** The highest of the lows of each hour: what stays after the garbage is collected. */
  | 'highest-low'
  /** As it was last: a setting, which a roll-out may have changed within the window. */
  | 'last';

type Figure = Extract<
  keyof RuntimeUsage,
  'liveHeap' | 'maxHeap' | 'nonHeap' | 'threads' | 'goMaxProcs' | 'goMemoryLimit'
>;

/** One figure of a runtime and a metric that tells it. Figures of one name: `whole` ones replace each other, the best first; `part`s are added up. */
export interface RuntimeFigure {
  readonly runtime: RuntimeUsage['runtime'];
  readonly figure: Figure;
  readonly metric: string;
  readonly matchers: readonly Matcher[];
  /** Labels that tell parts of one process apart (memory pools), which are added up. */
  readonly parts: readonly string[];
  readonly overTime: OverTime;
  readonly role: 'whole' | 'part';
}

const HEAP = equal('area', 'heap');
const BESIDES = equal('area', 'nonheap');

const figure = (
  runtime: RuntimeUsage['runtime'],
  name: Figure,
  metric: string,
  overTime: OverTime,
  rest: Partial<RuntimeFigure> = {},
): RuntimeFigure => ({
  runtime,
  figure: name,
  metric,
  overTime,
  matchers: [],
  parts: [],
  role: 'whole',
  ...rest,
});

const pools = (matcher: Matcher) => ({ matchers: [matcher], parts: ['id'] });

/**
 * Whom the figures come from: Micrometer and client_java 1.x (`jvm_memory_used_bytes`), the JMX exporter and
 * client_java 0.x (`jvm_memory_bytes_used`), client_golang, prom-client of Node, OpenTelemetry's v8js metrics.
 */
export const RUNTIME_FIGURES: readonly RuntimeFigure[] = [
  figure('jvm', 'liveHeap', 'jvm_gc_live_data_size_bytes', 'highest'),
  figure('jvm', 'liveHeap', 'jvm_memory_used_bytes', 'highest-low', pools(HEAP)),
  figure('jvm', 'liveHeap', 'jvm_memory_bytes_used', 'highest-low', pools(HEAP)),
  figure('jvm', 'maxHeap', 'jvm_memory_max_bytes', 'last', pools(HEAP)),
  figure('jvm', 'maxHeap', 'jvm_memory_bytes_max', 'last', pools(HEAP)),
  figure('jvm', 'nonHeap', 'jvm_memory_used_bytes', 'highest', { ...pools(BESIDES), role: 'part' }),
  figure('jvm', 'nonHeap', 'jvm_memory_bytes_used', 'highest', { ...pools(BESIDES), role: 'part' }),
  figure('jvm', 'nonHeap', 'jvm_buffer_memory_used_bytes', 'highest', { parts: ['id'], role: 'part' }),
  figure('jvm', 'nonHeap', 'jvm_buffer_pool_used_bytes', 'highest', { parts: ['pool'], role: 'part' }),
  figure('jvm', 'threads', 'jvm_threads_live_threads', 'highest'),
  figure('jvm', 'threads', 'jvm_threads_current', 'highest'),
  figure('go', 'liveHeap', 'go_gc_heap_live_bytes', 'highest'),
  figure('go', 'liveHeap', 'go_memstats_heap_alloc_bytes', 'highest-low'),
  figure('go', 'nonHeap', 'go_memstats_stack_sys_bytes', 'highest', { role: 'part' }),
  figure('go', 'nonHeap', 'go_memstats_gc_sys_bytes', 'highest', { role: 'part' }),
  figure('go', 'nonHeap', 'go_memstats_other_sys_bytes', 'highest', { role: 'part' }),
  figure('go', 'threads', 'go_threads', 'highest'),
  figure('go', 'goMaxProcs', 'go_sched_gomaxprocs_threads', 'last'),
  figure('go', 'goMemoryLimit', 'go_gc_gomemlimit_bytes', 'last'),
  figure('node', 'liveHeap', 'nodejs_heap_size_used_bytes', 'highest-low'),
  figure('node', 'liveHeap', 'nodejs_heap_space_size_used_bytes', 'highest-low', { parts: ['space'] }),
  figure('node', 'maxHeap', 'v8js_memory_heap_limit_bytes', 'last', { parts: ['v8js_heap_space_name'] }),
  figure('node', 'nonHeap', 'nodejs_external_memory_bytes', 'highest', { role: 'part' }),
];

/** Series with a constant value whose `version` says which release runs. */
export const VERSION_METRICS: readonly {
  readonly runtime: RuntimeUsage['runtime'];
  readonly metric: string;
  readonly matchers: readonly Matcher[];
}[] = [
  { runtime: 'jvm', metric: 'jvm_info', matchers: [] },
  { runtime: 'jvm', metric: 'jvm_runtime_info', matchers: [] },
  { runtime: 'go', metric: 'go_info', matchers: [matches('version', 'go.+')] },
  { runtime: 'node', metric: 'nodejs_version_info', matchers: [] },
];
