import type { CpuPattern } from '../patterns/cpuPatterns.ts';
import { bitbrainsCpu, cloudWatch } from './realTraces.ts';
import type { Trace, TraceStatistics } from './traceStatistics.ts';

export interface Fit {
  /** The real traces, read when asked for. */
  readonly traces: () => readonly Trace[];
  /** Lowest and highest value of the statistic over those traces, rounded outwards. */
  readonly bounds: Partial<Record<keyof TraceStatistics, readonly [number, number]>>;
}

const bitbrains =
  (...machines: string[]) =>
  () =>
    machines.map(machine => bitbrainsCpu(machine));

const RHYTHM: Fit = {
  traces: bitbrains('380', '415', '399', '417'),
  bounds: {
    p95OverMedian: [2.6, 14.1],
    p99OverMedian: [3.5, 16.5],
    variation: [0.5, 1.5],
    dayCorrelation: [0.5, 0.92],
    noiseColour: [0.27, 0.65],
    burstShare: [0.028, 0.22],
    burstLengthP90: [2, 13],
    burstHeight: [3.3, 7.4],
  },
};

/** Which statistic of which real traces each pattern was fitted to: the table of docs/recording.md. */
export const FITTED: Readonly<Record<CpuPattern, Fit>> = {
  steady: {
    traces: bitbrains('201', '243', '090', '008', '348'),
    bounds: {
      p95OverMedian: [1.16, 1.81],
      p99OverMedian: [1.3, 2.41],
      variation: [0.11, 0.37],
      noiseColour: [0.25, 0.72],
      burstShare: [0, 0.007],
    },
  },
  shopRhythm: RHYTHM,
  officeRhythm: RHYTHM,
  requests: {
    traces: () => [cloudWatch('elb_request_count_8c0756')],
    bounds: {
      p95OverMedian: [3, 4],
      p99OverMedian: [4.5, 6],
      variation: [0.75, 1],
      dayCorrelation: [0.3, 0.5],
      noiseColour: [0, 0.2],
      burstShare: [0.05, 0.1],
      burstLengthP90: [1, 2],
      burstHeight: [3.4, 4.2],
    },
  },
  bursts: {
    traces: bitbrains('093', '285', '095'),
    bounds: {
      p99OverMedian: [25, 36],
      p95OverMedian: [9, 26],
      variation: [1.5, 2.2],
      noiseColour: [0.72, 0.98],
      burstShare: [0.19, 0.25],
      burstHeight: [5, 17.5],
    },
  },
  plateau: {
    traces: bitbrains('078', '056', '186', '041'),
    bounds: {
      p95OverMedian: [91, 300],
      variation: [1.4, 3.7],
      noiseColour: [0.94, 1],
      burstShare: [0.06, 0.38],
      burstLengthP90: [37, 590],
      plateauShare: [0.04, 0.3],
    },
  },
  constant: {
    traces: () => [bitbrainsCpu('412'), cloudWatch('ec2_cpu_utilization_5f5533')],
    bounds: {
      p95OverMedian: [1.16, 1.2],
      p99OverMedian: [1.23, 1.27],
      variation: [0.09, 0.11],
      burstShare: [0, 0],
    },
  },
  idle: {
    traces: () => [
      ...bitbrains('403', '262', '162')(),
      cloudWatch('ec2_cpu_utilization_24ae8d'),
      cloudWatch('ec2_cpu_utilization_c6585a'),
    ],
    bounds: {
      p95OverMedian: [1, 2.4],
      p99OverMedian: [1.5, 4.1],
      variation: [0.45, 1.05],
      dayCorrelation: [0.04, 0.71],
      noiseColour: [-0.11, 0.69],
      burstShare: [0.0039, 0.026],
      burstLengthP90: [1, 4],
      burstHeight: [3, 11.2],
    },
  },
  dailyJob: {
    // The job was set up in the middle of the month.
    traces: () => [bitbrainsCpu('212', 16)],
    bounds: {
      p95OverMedian: [1.1, 1.35],
      burstLengthP90: [11, 14],
      burstHeight: [90, 99],
      dayCorrelation: [0.6, 0.95],
    },
  },
};
