import type { V1ObjectMeta, V1PodTemplateSpec } from '@kubernetes/client-node';
import type { JobResult } from '../../model/index.ts';

/** What a controller says about its workload. */
export interface Controller {
  readonly kind: string;
  readonly metadata: V1ObjectMeta | undefined;
  readonly desiredReplicas: number | null;
  readonly template: V1PodTemplateSpec | undefined;
  /** Whether it is a workload even while it has no pod. */
  readonly standsAlone: boolean;
  readonly schedule: string | null;
  readonly timeZone: string | null;
  readonly suspended: boolean;
  readonly job: JobResult | null;
  /** Share of the replicas, as in `Workload.maxUnavailable`. */
  readonly maxUnavailable: number | null;
  /** Names of the claims that it makes for its pods. */
  readonly templatedClaims: readonly string[];
}

/** What most controllers have nothing of. */
export const PLAIN_CONTROLLER = {
  desiredReplicas: null,
  standsAlone: true,
  schedule: null,
  timeZone: null,
  suspended: false,
  job: null,
  maxUnavailable: null,
  templatedClaims: [],
} as const satisfies Partial<Controller>;

export const controllerKey = (kind: string, namespace: string, name: string): string =>
  `${kind}/${namespace}/${name}`;
