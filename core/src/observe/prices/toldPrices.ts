/** Unit prices as a source tells them, unchecked; US dollars per hour. */
export interface ToldUnits {
  readonly perCore: number | null;
  readonly perGiB: number | null;
  readonly perGpu: number | null;
}

/** Those of one node. */
export interface ToldPrices extends ToldUnits {
  readonly node: string;
}

/** All that one source tells, unchecked. What it does not speak of is absent or `null`. */
export interface Told {
  readonly nodes: readonly ToldPrices[];
  /** What a node costs that has no price of its own, and what a spot node does. */
  readonly fallback?: ToldUnits;
  readonly spotFallback?: ToldUnits;
  /** US dollars per hour of a whole spot node, by instance type. */
  readonly spot?: ReadonlyMap<string, number>;
  /** US dollars per GiB-hour of a volume whose class has no price of its own. */
  readonly storagePerGiB: number | null;
  /** US dollars per GiB-hour, by storage class. */
  readonly storageClasses?: ReadonlyMap<string, number>;
  /** US dollars per hour of a load balancer that has no price of its own. */
  readonly loadBalancer?: number;
  /** US dollars per hour, by `namespace/service`. */
  readonly loadBalancers?: ReadonlyMap<string, number>;
  /** US dollars per GiB. */
  readonly egress?: {
    readonly zone: number | null;
    readonly region: number | null;
    readonly internet: number | null;
  };
  /** US dollars per hour, a mean over the window, by workload id; absent where traffic is not metered. */
  readonly network?: ReadonlyMap<string, number>;
  /** ISO 4217 code of what the source counts in; where it does not say, that is US dollars. */
  readonly currency?: string;
}

/** Of a source that speaks of nothing else. */
export const NOTHING_TOLD: Told = { nodes: [], storagePerGiB: null };
