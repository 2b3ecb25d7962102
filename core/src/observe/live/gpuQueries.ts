import type { SeriesFamily } from '../clusterSource.ts';
import {
  equal,
  type Matcher,
  matches,
  matchesNot,
  maxBy,
  notEqual,
  over,
  type PromqlScope,
  quote,
  renamed,
} from '../prometheus/promql.ts';

export type GpuFamily = Extract<SeriesFamily, 'gpuUtilization' | 'gpuMemory' | 'gpuWatts'>;

/** dcgm-exporter writes the frame buffer in MiB. */
const BYTES_PER_MIB = 1_048_576;
/** Pods of the exporter itself: what Prometheus fills in as `pod` where a device has none of its own. */
const EXPORTER = '.*(dcgm-exporter|gpu-operator).*';

export const GPU_METRICS = {
  gpuUtilization: 'DCGM_FI_DEV_GPU_UTIL',
  gpuMemory: 'DCGM_FI_DEV_FB_USED',
  gpuWatts: 'DCGM_FI_DEV_POWER_USAGE',
} as const;
/** Slices (MIG) have no utilisation of their own, only how long their engine was active (0 … 1). */
export const SLICE_METRIC = 'DCGM_FI_PROF_GR_ENGINE_ACTIVE';

/** The device, or `<UUID>/<instance>` for a slice of one; releases differ in how they write the label. */
function withDevice(expression: string): string {
  const joined = `label_join(${renamed(expression, 'uuid', 'UUID')}, "object", "/", "UUID", "GPU_I_ID")`;
  return `label_replace(${joined}, "object", "$1", "object", ${quote('(.+)/')})`;
}

const DEVICE = ['UUID', 'uuid', 'GPU_I_ID'];
const HOLDER = ['namespace', 'pod', 'container'];

/** A value per device and container, whichever way the exporter's labels came through the scrape. */
function perDevice(scope: PromqlScope, metric: string, overTime: string, range: number): string {
  const values = (...matchers: Matcher[]) => `${overTime}(${over(scope.select(metric, ...matchers), range)})`;
  // Without honor_labels the device's own pod is in `exported_pod`, and `pod` is the exporter's: that one has
  // to be gone before the other takes its name, since a restarted exporter shows each device twice.
  const renamedByScrape = HOLDER.reduce(
    (expression, label) => renamed(expression, `exported_${label}`, label),
    maxBy([...HOLDER.map(label => `exported_${label}`), ...DEVICE], values(notEqual('exported_pod', ''))),
  );
  const own = maxBy(
    [...HOLDER, ...DEVICE],
    values(equal('exported_pod', ''), notEqual('pod', ''), matchesNot('pod', EXPORTER)),
  );
  return maxBy([...HOLDER, 'object'], withDevice(`(${renamedByScrape} or ${own})`));
}

/**
 * GPUs as dcgm-exporter meters them, by the container that holds them.
 *
 * @param seen says whether a metric has series
 */
export function gpuQueries(
  scope: PromqlScope,
  { step, interval, seen }: { step: number; interval: number; seen: (metric: string) => boolean },
): Partial<Record<GpuFamily, string>> {
  const range = Math.max(step, interval);
  const of = (metric: string, overTime: string) => perDevice(scope, metric, overTime, range);
  const utilization = [
    ...(seen(GPU_METRICS.gpuUtilization)
      ? [`(${of(GPU_METRICS.gpuUtilization, 'avg_over_time')} / 100)`]
      : []),
    ...(seen(SLICE_METRIC) ? [of(SLICE_METRIC, 'avg_over_time')] : []),
  ].join(' or ');
  return {
    ...(utilization === '' ? {} : { gpuUtilization: utilization }),
    ...(seen(GPU_METRICS.gpuMemory)
      ? { gpuMemory: `${of(GPU_METRICS.gpuMemory, 'max_over_time')} * ${BYTES_PER_MIB}` }
      : {}),
    ...(seen(GPU_METRICS.gpuWatts) ? { gpuWatts: of(GPU_METRICS.gpuWatts, 'avg_over_time') } : {}),
  };
}

/** Selector of the devices that no pod is told of. */
export const devicesWithoutPod = (scope: PromqlScope): string =>
  withDevice(
    maxBy(
      DEVICE,
      scope.select(GPU_METRICS.gpuUtilization, equal('exported_pod', ''), matches('pod', `|${EXPORTER}`)),
    ),
  );
