import { z } from 'zod';
import {
  bytes,
  type DisruptionBudget,
  type KubernetesNamespace,
  type PersistentVolume,
  type Service,
  unixSeconds,
} from '../../model/index.ts';
import { labelSelectorSchema, nodeSelectorTermsSchema } from './schedulingSchema.ts';

/** What the cluster has beside workloads and nodes, as it stands in a file. */

const moment = z.number().transform(unixSeconds).nullable();
const texts = z.record(z.string(), z.string());

export const persistentVolumeSchema: z.ZodType<PersistentVolume> = z.object({
  name: z.string(),
  phase: z.enum(['Pending', 'Available', 'Bound', 'Released', 'Failed']),
  capacity: z.number().nonnegative().transform(bytes),
  storageClass: z.string().nullable(),
  claim: z.object({ namespace: z.string(), name: z.string() }).nullable(),
  nodeAffinity: nodeSelectorTermsSchema.nullable(),
  reclaimPolicy: z.string().nullable(),
  createdAt: moment,
});

export const disruptionBudgetSchema: z.ZodType<DisruptionBudget> = z.object({
  namespace: z.string(),
  name: z.string(),
  selector: labelSelectorSchema.nullable(),
  minAvailable: z.string().nullable(),
  maxUnavailable: z.string().nullable(),
  disruptionsAllowed: z.number(),
  expectedPods: z.number(),
  currentHealthy: z.number(),
  desiredHealthy: z.number(),
});

export const namespaceSchema: z.ZodType<KubernetesNamespace> = z.object({
  name: z.string(),
  labels: texts,
  annotations: texts,
  createdAt: moment,
});

export const serviceSchema: z.ZodType<Service> = z.object({
  namespace: z.string(),
  name: z.string(),
  type: z.enum(['ClusterIP', 'NodePort', 'LoadBalancer', 'ExternalName']),
  selector: texts.nullable(),
  createdAt: moment,
});
