import type { Bytes, UnixSeconds } from './quantity.ts';
import type { LabelSelector, NodeSelectorTerms } from './scheduling.ts';

/** PodDisruptionBudget: how many of the selected pods an eviction must leave. */
export interface DisruptionBudget {
  readonly namespace: string;
  readonly name: string;
  /** `null` where only kube-state-metrics was asked: it does not tell which pods a budget is about. */
  readonly selector: LabelSelector | null;
  /** As declared: a number or a percentage (`50%`); at most one of the two is set. */
  readonly minAvailable: string | null;
  readonly maxUnavailable: string | null;
  /** By the controller's own count. */
  readonly disruptionsAllowed: number;
  readonly expectedPods: number;
  readonly currentHealthy: number;
  readonly desiredHealthy: number;
}

export interface PersistentVolume {
  readonly name: string;
  readonly phase: 'Pending' | 'Available' | 'Bound' | 'Released' | 'Failed';
  readonly capacity: Bytes;
  readonly storageClass: string | null;
  /** Claim it is or was bound to. */
  readonly claim: { readonly namespace: string; readonly name: string } | null;
  /** Required node affinity (kube-state-metrics does not tell it): a zonal disk binds its pods to a zone. `null` = reachable from everywhere. */
  readonly nodeAffinity: NodeSelectorTerms | null;
  readonly reclaimPolicy: string | null;
  readonly createdAt: UnixSeconds | null;
}

export interface KubernetesNamespace {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly createdAt: UnixSeconds | null;
}

export interface Service {
  readonly namespace: string;
  readonly name: string;
  readonly type: 'ClusterIP' | 'NodePort' | 'LoadBalancer' | 'ExternalName';
  /** `null` where somebody else sets its endpoints, or where only kube-state-metrics was asked. */
  readonly selector: Readonly<Record<string, string>> | null;
  readonly createdAt: UnixSeconds | null;
}
