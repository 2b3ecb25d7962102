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
  /** Share of CPU samples that the request shall cover. */
  readonly cpuQuantile: Ratio;
  /** Added on top of that quantile; 0.15 = 15 %. */
  readonly cpuHeadroom: Ratio;
  /** Added on top of the highest memory use seen. */
  readonly memoryHeadroom: Ratio;
  /** Added on top of what a container was OOM-killed at. */
  readonly oomHeadroom: Ratio;
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

/** Middle way: P95 of CPU + 15 %, highest memory + 15 %. Figures and their origin: docs/architecture.md. */
export const BALANCED: Policy = {
  id: 'balanced',
  name: 'Balanced',
  cpuQuantile: ratio(0.95),
  cpuHeadroom: ratio(0.15),
  memoryHeadroom: ratio(0.15),
  oomHeadroom: ratio(0.25),
  minimumCpu: cores(0.01),
  minimumMemory: bytes(32 * 2 ** 20),
  minimumHistory: seconds(3 * DAY),
  minimumCoverage: ratio(0.5),
  minimumChange: ratio(0.1),
  minimumSavingPerMonth: usd(1),
  minimumCarbonPerMonth: gramsCO2e(500),
};

/** For what may be slowed down: P80 of CPU, highest memory + 10 %. */
export const MAX_SAVINGS: Policy = {
  ...BALANCED,
  id: 'max-savings',
  name: 'Maximum savings',
  cpuQuantile: ratio(0.8),
  cpuHeadroom: ratio(0),
  memoryHeadroom: ratio(0.1),
};

/** For what must not be slowed down: P98 of CPU + 25 %, highest memory + 25 %. */
export const HEADROOM: Policy = {
  ...BALANCED,
  id: 'headroom',
  name: 'Headroom',
  cpuQuantile: ratio(0.98),
  cpuHeadroom: ratio(0.25),
  memoryHeadroom: ratio(0.25),
};

export const POLICIES: readonly Policy[] = [MAX_SAVINGS, BALANCED, HEADROOM];
