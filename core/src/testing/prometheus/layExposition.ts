import type { TimeWindow } from '../../model/index.ts';
import { type ExpositionSample, isCumulative, parseExposition } from './exposition.ts';
import { type Labels, type MetricFamily, type MetricSeries, sampleTimes } from './metricFamily.ts';

/** What Prometheus adds to every sample of a scraped endpoint. */
export interface ScrapeTarget {
  readonly job: string;
  readonly instance: string;
  /** Further labels of the target, such as `node` and `metrics_path` on kube-prometheus' kubelet job. */
  readonly extraLabels?: Labels;
  /**
   * What happens where a sample already carries a label of the target: kept as it is when true (kubelet
   * and kube-state-metrics are scraped so), else renamed to `exported_<label>`, as Prometheus does by default.
   */
  readonly honorLabels?: boolean;
}

export interface LayOptions extends ScrapeTarget {
  readonly window: TimeWindow;
  /** Distance of two samples. */
  readonly stepSeconds: number;
  /** Lays only the metrics that it says yes to; all by default. */
  readonly only?: (name: string) => boolean;
}

/**
 * Turns one real scrape into series over a window: a counter grows evenly from 0 to its value, so that its
 * rate is value ÷ window; a gauge stays what it is. Labels stay exactly as in the text.
 */
export function layExposition(options: LayOptions & { readonly text: string }): MetricFamily[] {
  const times = sampleTimes(options.window.start, options.window.end, options.stepSeconds);
  return layFamilies(parseExposition(options.text), options, sample => ({
    times,
    values: isCumulative(sample) ? growing(times, 0, sample.value) : constant(times, sample.value),
  }));
}

/**
 * The same from two scrapes of one endpoint: counters start at the first scrape's value and grow at the rate
 * between the two; gauges stay as in the second. A series that only one of them has was there only at that
 * end of the window and is laid as a single sample there.
 */
export function layTwoScrapes(
  options: LayOptions & { readonly first: string; readonly second: string; readonly secondsBetween: number },
): MetricFamily[] {
  const { start, end } = options.window;
  const times = sampleTimes(start, end, options.stepSeconds);
  const first = new Map(parseExposition(options.first).map(sample => [seriesKey(sample), sample]));
  const second = parseExposition(options.second);
  const keys = new Set(second.map(seriesKey));
  const gone = [...first.values()].filter(sample => !keys.has(seriesKey(sample)));
  return layFamilies([...second, ...gone], options, sample => {
    const before = first.get(seriesKey(sample));
    if (before === sample) return { times: [times[0] ?? start], values: [sample.value] };
    if (before === undefined) return { times: [end], values: [sample.value] };
    if (!isCumulative(sample)) return { times, values: constant(times, sample.value) };
    const rate = (sample.value - before.value) / options.secondsBetween;
    return { times, values: growing(times, before.value, before.value + rate * (end - (times[0] ?? start))) };
  });
}

type Samples = Pick<MetricSeries, 'times' | 'values'>;

function layFamilies(
  samples: readonly ExpositionSample[],
  options: LayOptions,
  lay: (sample: ExpositionSample) => Samples,
): MetricFamily[] {
  const wanted = options.only ? samples.filter(sample => options.only?.(sample.name)) : samples;
  const byName = new Map<string, ExpositionSample[]>();
  for (const sample of wanted) byName.set(sample.name, [...(byName.get(sample.name) ?? []), sample]);
  return [...byName].map(([name, members]) => ({
    name,
    type: members.some(isCumulative) ? 'counter' : 'gauge',
    series: {
      *[Symbol.iterator]() {
        for (const sample of members) yield { labels: scrapedLabels(sample.labels, options), ...lay(sample) };
      },
    },
  }));
}

/** The labels a sample has once Prometheus has stored it. */
export function scrapedLabels(own: Labels, target: ScrapeTarget): Labels {
  const added: Record<string, string> = { ...target.extraLabels, job: target.job, instance: target.instance };
  const labels: Record<string, string> = { ...added };
  for (const [name, value] of Object.entries(own)) {
    if (value === '') continue;
    labels[name in added && !target.honorLabels ? `exported_${name}` : name] = value;
  }
  return labels;
}

const seriesKey = (sample: ExpositionSample): string =>
  JSON.stringify([sample.name, Object.entries(sample.labels).sort()]);

function growing(times: Float64Array, from: number, to: number): Float64Array {
  const start = times[0] ?? 0;
  const length = (times.at(-1) ?? 0) - start;
  return times.map(time => from + ((to - from) * (time - start)) / length);
}

const constant = (times: Float64Array, value: number): Float64Array =>
  new Float64Array(times.length).fill(value);
