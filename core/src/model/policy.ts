import {
  type Bytes,
  bytes,
  type Cores,
  cores,
  type GramsCO2e,
  gramsCO2e,
  type Ratio,
  ratio,
  type Seconds,
  seconds,
  type Usd,
  usd,
} from './quantity.ts';

/** How much safety a team buys. Every threshold that `assess` uses comes from here. */
export interface Policy {
  readonly id: string;
  readonly name: string;
  /** Share of CPU samples that the request covers whatever that costs. */
  readonly cpuQuantile: Ratio;
  /**
   * What it is worth to cover the rarer samples too, in cores per share of samples, for a container whose
   * P95 is one core; grows with the square root of the size (square-root staffing: bursts grow slower than
   * what they are bursts of). Headroom so goes where it buys most safety for its price: all of a small
   * container's peaks, hardly any of a large one's. Formula: docs/method.md, "Sizing".
   */
  readonly cpuWorth: Cores;
  /** Added on top of what is covered; 0.15 = 15 %. */
  readonly cpuHeadroom: Ratio;
  /** For peaks that have not been seen yet, at a P95 of one core; grows with the square root of the size. */
  readonly cpuUnseenPeak: Cores;
  /** As `cpuWorth`, in bytes for a P95 of one GiB; `null` covers every sample, because memory cannot be slowed down. */
  readonly memoryWorth: Bytes | null;
  /** Added on top of the highest memory use that is covered. */
  readonly memoryHeadroom: Ratio;
  /** As `cpuUnseenPeak`, in bytes for a P95 of one GiB. */
  readonly memoryUnseenPeak: Bytes;
  /** Added on top of what a container was OOM-killed at. */
  readonly oomHeadroom: Ratio;
  /** After this time a sample counts half: regimes change, and recent days say more. */
  readonly halfLife: Seconds;
  readonly minimumCpu: Cores;
  readonly minimumMemory: Bytes;
  /** History below which nothing is proposed. */
  readonly minimumHistory: Seconds;
  /** Coverage below which nothing is proposed. */
  readonly minimumCoverage: Ratio;
  /** A change smaller than this share of the present value is not worth a deployment. */
  readonly minimumChange: Ratio;
  /** A finding is worth showing when it saves at least this much money … */
  readonly minimumSavingPerMonth: Usd;
  /** … or at least this much carbon. */
  readonly minimumCarbonPerMonth: GramsCO2e;
}

const DAY = 86_400;

const GIB = 2 ** 30;
const MIB = 2 ** 20;

/** Middle way: P80 of CPU and the rarer samples where they are cheap, highest memory + 10 %. Figures and their origin: docs/method.md. */
export const BALANCED: Policy = {
  id: 'balanced',
  name: 'Balanced',
  cpuQuantile: ratio(0.8),
  cpuWorth: cores(2.25),
  cpuHeadroom: ratio(0.1),
  cpuUnseenPeak: cores(0.02),
  memoryWorth: null,
  memoryHeadroom: ratio(0.1),
  memoryUnseenPeak: bytes(192 * MIB),
  oomHeadroom: ratio(0.25),
  halfLife: seconds(3 * DAY),
  minimumCpu: cores(0.01),
  minimumMemory: bytes(32 * MIB),
  minimumHistory: seconds(3 * DAY),
  minimumCoverage: ratio(0.5),
  minimumChange: ratio(0.1),
  minimumSavingPerMonth: usd(1),
  minimumCarbonPerMonth: gramsCO2e(500),
};

/** For what may be slowed down: median CPU and the rarer samples where they are very cheap, memory without most of a large container's rare peaks. */
export const MAX_SAVINGS: Policy = {
  ...BALANCED,
  id: 'max-savings',
  name: 'Maximum savings',
  cpuQuantile: ratio(0.5),
  cpuWorth: cores(0.75),
  cpuHeadroom: ratio(0.05),
  cpuUnseenPeak: cores(0),
  memoryWorth: bytes(16 * GIB),
  memoryHeadroom: ratio(0.05),
  memoryUnseenPeak: bytes(32 * MIB),
};

/** For what must not be slowed down: P95 of CPU and nearly all rarer samples, highest memory + 25 %. */
export const HEADROOM: Policy = {
  ...BALANCED,
  id: 'headroom',
  name: 'Headroom',
  cpuQuantile: ratio(0.95),
  cpuWorth: cores(12),
  cpuHeadroom: ratio(0.2),
  cpuUnseenPeak: cores(0.1),
  memoryHeadroom: ratio(0.25),
  memoryUnseenPeak: bytes(256 * MIB),
};

export const POLICIES: readonly Policy[] = [MAX_SAVINGS, BALANCED, HEADROOM];
