import {
  type BytesPerSecond,
  bytesPerSecond,
  type Seconds,
  windowSeconds,
  type WorkloadTraffic,
} from '../../model/index.ts';
import type { WorkloadSubject } from '../rule.ts';
import { podTraffic } from './quietness.ts';

/**
 * Traffic that machines alone cause at a pod: two probes every 10 s are about 0.3 kB/s, and a scrape of 50 kB
 * every 15 s is 3.4 kB/s. Own judgement.
 */
export const MACHINE_TRAFFIC = bytesPerSecond(4_000);
/** What is always there comes evenly; a tenth more than its mean is still it. */
const EVENNESS = 1.1;

/** Traffic of a pod, with the part that is always there and that probes and scrapes would explain. */
export interface CalledTraffic {
  readonly mean: BytesPerSecond;
  readonly p99: BytesPerSecond;
  readonly max: BytesPerSecond;
  readonly baseline: BytesPerSecond;
  /** What goes beyond the baseline in the busiest hundredth of the steps. */
  readonly above: BytesPerSecond;
  /** Samples there are of those expected. */
  readonly coverage: number;
}

/** `null` where a direction was not metered. */
export function calledTraffic(
  { workload, context }: WorkloadSubject,
  traffic: WorkloadTraffic | undefined,
): CalledTraffic | null {
  const both = podTraffic(traffic);
  if (!both || !traffic?.received || !traffic.transmitted) return null;
  const mean = traffic.received.mean + traffic.transmitted.mean;
  const baseline = Math.min(mean * EVENNESS, MACHINE_TRAFFIC);
  const pods = workload.pods.filter(({ present }) => present).length;
  const { window, step } = context.observation;
  const expected = (pods * (windowSeconds(window) as Seconds)) / step;
  return {
    mean: bytesPerSecond(mean),
    p99: both.p99,
    max: both.max,
    baseline: bytesPerSecond(baseline),
    above: bytesPerSecond(Math.max(0, both.p99 - baseline)),
    coverage: expected > 0 ? Math.min(1, both.samples / expected) : 0,
  };
}
