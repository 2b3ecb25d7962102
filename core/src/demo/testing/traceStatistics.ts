/** A series of a real or a generated trace; holes are simply not there. */
export interface Trace {
  /** Unix seconds. */
  readonly times: readonly number[];
  readonly values: readonly number[];
}

export interface TraceStatistics {
  readonly p95OverMedian: number;
  readonly p99OverMedian: number;
  /** Standard deviation over mean. */
  readonly variation: number;
  /** Autocorrelation of hourly means at 24 h: the rhythm of the day. */
  readonly dayCorrelation: number;
  /** Autocorrelation at one sample of what the mean profile of the day leaves: colour of the noise. */
  readonly noiseColour: number;
  /** Share of samples above three times the median. */
  readonly burstShare: number;
  /** Length, in samples, that nine in ten runs of such samples do not exceed. */
  readonly burstLengthP90: number;
  /** Median of such samples over the median of all. */
  readonly burstHeight: number;
  /** Share of samples within 7 % of the 99th percentile: pinned at something. */
  readonly plateauShare: number;
}

/** Nearest-rank quantile. */
export function quantile(values: readonly number[], q: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(q * sorted.length) - 1))] ?? Number.NaN;
}

export const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

function autocorrelation(values: readonly number[], lag: number): number {
  const centre = mean(values);
  let product = 0;
  let square = 0;
  for (const [index, value] of values.entries()) {
    square += (value - centre) ** 2;
    const later = values[index + lag];
    if (later !== undefined) product += (value - centre) * (later - centre);
  }
  return product / square;
}

function grouped({ times, values }: Trace, key: (time: number) => number): Map<number, number[]> {
  const groups = new Map<number, number[]>();
  for (const [index, time] of times.entries()) {
    const group = groups.get(key(time));
    if (group) group.push(values[index] ?? 0);
    else groups.set(key(time), [values[index] ?? 0]);
  }
  return groups;
}

/** Mean of each hour, an hour without samples as the one before. */
function hourlyMeans(trace: Trace): number[] {
  const groups = grouped(trace, time => Math.floor(time / 3600));
  const first = Math.min(...groups.keys());
  const means: number[] = [];
  for (let hour = first; hour <= Math.max(...groups.keys()); hour += 1) {
    const values = groups.get(hour);
    means.push(values ? mean(values) : (means.at(-1) ?? 0));
  }
  return means;
}

function withoutDayProfile(trace: Trace): number[] {
  const hourOf = (time: number) => Math.floor(time / 3600) % 24;
  const profile = new Map([...grouped(trace, hourOf)].map(([hour, values]) => [hour, mean(values)]));
  return trace.values.map((value, index) => value - (profile.get(hourOf(trace.times[index] ?? 0)) ?? 0));
}

export function runLengths(values: readonly number[], above: number): number[] {
  const lengths: number[] = [];
  let length = 0;
  for (const value of [...values, Number.NEGATIVE_INFINITY]) {
    if (value > above) length += 1;
    else if (length > 0) {
      lengths.push(length);
      length = 0;
    }
  }
  return lengths;
}

export function traceStatistics(trace: Trace): TraceStatistics {
  const { values } = trace;
  const median = quantile(values, 0.5);
  const centre = mean(values);
  const top = quantile(values, 0.99);
  const bursts = values.filter(value => value > 3 * median);
  return {
    p95OverMedian: quantile(values, 0.95) / median,
    p99OverMedian: top / median,
    variation: Math.sqrt(mean(values.map(value => (value - centre) ** 2))) / centre,
    dayCorrelation: autocorrelation(hourlyMeans(trace), 24),
    noiseColour: autocorrelation(withoutDayProfile(trace), 1),
    burstShare: bursts.length / values.length,
    burstLengthP90: quantile(runLengths(values, 3 * median), 0.9),
    burstHeight: quantile(bursts, 0.5) / median,
    plateauShare: values.filter(value => value > 0.93 * top).length / values.length,
  };
}
