import type { V1LabelSelector, V1ObjectMeta, V1PodTemplateSpec } from '@kubernetes/client-node';
import type { KubernetesApis, ObjectPage, PageRequest } from './KubernetesClient.ts';

/** An object of a kind that the cluster may or may not have; the client knows no types of those. */
export interface CustomObject {
  /** Moments in it are texts: nobody told the client which fields are dates. */
  readonly metadata?: V1ObjectMeta;
}

interface Condition {
  readonly type?: string;
  readonly status?: string;
  readonly reason?: string;
}

/** Argo's Rollout: a Deployment with other ways to replace its pods. */
export interface Rollout extends CustomObject {
  readonly spec?: {
    readonly replicas?: number;
    readonly selector?: V1LabelSelector;
    readonly template?: V1PodTemplateSpec;
    /** Whose template it takes in place of one of its own. */
    readonly workloadRef?: { readonly kind?: string; readonly name?: string };
    readonly strategy?: {
      readonly canary?: { readonly maxUnavailable?: number | string };
      readonly blueGreen?: object;
    };
  };
}

/** KEDA's ScaledObject, of which KEDA makes a HorizontalPodAutoscaler. */
export interface ScaledObject extends CustomObject {
  readonly spec?: {
    readonly scaleTargetRef?: { readonly kind?: string; readonly name?: string };
    readonly minReplicaCount?: number;
    readonly maxReplicaCount?: number;
    readonly triggers?: readonly {
      readonly type?: string;
      readonly name?: string;
      readonly metricType?: string;
      readonly metadata?: Readonly<Record<string, string>>;
    }[];
  };
  readonly status?: {
    readonly hpaName?: string;
    readonly conditions?: readonly Condition[];
  };
}

/** One page of a list of custom objects, in the form that all other lists have. */
export async function customObjectPage<T extends CustomObject>(
  { custom }: KubernetesApis,
  kind: { readonly group: string; readonly version: string; readonly plural: string },
  page: PageRequest,
): Promise<ObjectPage<T>> {
  const list = (await custom.listClusterCustomObject({ ...kind, ...page })) as {
    items: T[];
    metadata?: { continue?: string };
  };
  const next = list.metadata?.continue;
  return { items: list.items, metadata: next === undefined ? {} : { _continue: next } };
}
