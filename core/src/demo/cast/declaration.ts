/** What a workload declares beside its containers and replicas; what is left out is the usual. */
export interface Declaration {
  /** As whom its main container runs; `image` leaves it to the image. */
  readonly runsAs: 'root' | 'user' | 'image';
  readonly privileged: boolean;
  readonly hostPaths: readonly string[];
  /** Whether it has scratch space on the node's disk. */
  readonly scratch: boolean;
  /** Never two of its pods on one node. */
  readonly apart: boolean;
  /** Evenly over the zones where that is possible. */
  readonly spread: boolean;
  /** `min 2`, `min 50%`, `max 1`; `null` for no disruption budget. */
  readonly budget: `${'min' | 'max'} ${string}` | null;
  /** `null` for none. */
  readonly service: 'ClusterIP' | 'LoadBalancer' | null;
  readonly environment: Readonly<Record<string, string>>;
  readonly priorityClass: string | null;
  /** An autoscaler that cannot see what it should scale by, so that it never does. */
  readonly brokenAutoscaler: {
    readonly min: number;
    readonly max: number;
    readonly metric: string;
    readonly reason: string;
  } | null;
}

export const USUAL: Declaration = {
  runsAs: 'user',
  privileged: false,
  hostPaths: [],
  scratch: false,
  apart: false,
  spread: false,
  budget: null,
  service: null,
  environment: {},
  priorityClass: null,
  brokenAutoscaler: null,
};
