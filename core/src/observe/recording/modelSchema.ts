import { z } from 'zod';
import {
  bytes,
  bytesPerSecond,
  type ClusterNode,
  cores,
  type GridIntensity,
  gramsCO2ePerKilowattHour,
  type HourlyIntensity,
  type ObservationNote,
  type PowerUsageEffectiveness,
  type Provenance,
  ratio,
  type ResourceAmounts,
  seconds,
  unixSeconds,
  type VolumeClaim,
  type Workload,
} from '../../model/index.ts';
import type { EnergyProvenance } from '../clusterSource.ts';
import { podVolumesSchema, schedulingSchema } from './schedulingSchema.ts';

/**
 * The model as it stands in a file. Each schema says of which type it is, so that a change of the
 * model that a recording could not follow does not compile.
 */
type Of<T> = z.ZodType<T>;

export const momentSchema = z.number().transform(unixSeconds);
const moment = momentSchema.nullable();
const texts = z.record(z.string(), z.string());

export const provenanceSchema: Of<Provenance> = z.object({
  kind: z.enum(['measured', 'billed', 'configured', 'modelled', 'default']),
  method: z.string(),
  source: z.string(),
  asOf: z.exactOptional(momentSchema),
});

const amountsSchema: Of<ResourceAmounts> = z.object({
  cpu: z.number().nonnegative().transform(cores).nullable(),
  memory: z.number().nonnegative().transform(bytes).nullable(),
  gpus: z.number().nonnegative().nullable(),
});

export const nodeSchema: Of<ClusterNode> = z.object({
  name: z.string(),
  instanceType: z.string().nullable(),
  region: z.string().nullable(),
  zone: z.string().nullable(),
  pool: z.string().nullable(),
  architecture: z.string().nullable(),
  spot: z.boolean(),
  capacity: amountsSchema,
  allocatable: amountsSchema,
  maxPods: z.number().nullable(),
  taints: z.array(z.object({ key: z.string(), value: z.string(), effect: z.string() })),
  labels: texts,
  unschedulable: z.boolean().default(false),
  createdAt: moment.default(null),
  gpuModel: z.string().nullable().default(null),
});

const containerSchema = z.object({
  name: z.string(),
  role: z.enum(['main', 'init', 'sidecar']),
  image: z.string(),
  requests: amountsSchema,
  limits: amountsSchema,
  security: z
    .object({
      privileged: z.boolean(),
      runsAsRoot: z.boolean().nullable(),
      allowsPrivilegeEscalation: z.boolean(),
    })
    .nullable()
    .default(null),
  runtimeSettings: z
    .object({ environment: texts, flags: z.array(z.string()) })
    .nullable()
    .default(null),
  imagePullPolicy: z.enum(['Always', 'IfNotPresent', 'Never']).nullable().default(null),
});

const podSchema = z.object({
  name: z.string(),
  uid: z.string(),
  node: z.string().nullable(),
  phase: z.enum(['Pending', 'Running', 'Succeeded', 'Failed', 'Unknown']),
  startedAt: momentSchema.nullable(),
  restarts: z.number(),
  present: z.boolean(),
  hostNetwork: z.boolean(),
  trouble: z.string().nullable().default(null),
});

const autoscalerSchema = z.object({
  kind: z.enum(['HorizontalPodAutoscaler', 'ScaledObject']),
  name: z.string(),
  minReplicas: z.number(),
  maxReplicas: z.number(),
  currentReplicas: z.number(),
  targets: z.array(z.object({ metric: z.string(), utilizationPercent: z.number().nullable() })),
  failures: z.array(z.object({ condition: z.string(), reason: z.string() })).default([]),
});

export const workloadSchema: Of<Workload> = z.object({
  id: z.string(),
  reference: z.object({ clusterId: z.string(), namespace: z.string(), kind: z.string(), name: z.string() }),
  containers: z.array(containerSchema),
  pods: z.array(podSchema),
  desiredReplicas: z.number().nullable(),
  autoscaler: autoscalerSchema.nullable(),
  labels: texts,
  annotations: texts,
  schedule: z.string().nullable(),
  podLabels: texts.default({}),
  podAnnotations: texts.optional(),
  timeZone: z.string().nullable().default(null),
  suspended: z.boolean().default(false),
  createdAt: moment.default(null),
  job: z
    .object({
      succeeded: z.number(),
      failed: z.number(),
      finishedAt: moment,
      cleanedUpAfter: z.number().transform(seconds).nullable(),
    })
    .nullable()
    .default(null),
  maxUnavailable: z.number().nullable().default(null),
  terminationGracePeriod: z.number().transform(seconds).nullable().default(null),
  scheduling: schedulingSchema.nullable().default(null),
  volumes: podVolumesSchema.nullable().default(null),
});

export const volumeClaimSchema: Of<VolumeClaim> = z.object({
  namespace: z.string(),
  name: z.string(),
  storageClass: z.string().nullable(),
  requestedBytes: z.number().nonnegative().transform(bytes),
  usedBytes: z.number().nonnegative().transform(bytes).nullable(),
  growth: z.exactOptional(z.number().transform(bytesPerSecond).nullable()),
  mountedBy: z.array(z.string()),
  volume: z.string().nullable().default(null),
  createdAt: moment.default(null),
});

const hourlyIntensitySchema: Of<readonly HourlyIntensity[]> = z.array(
  z.object({ hour: momentSchema, intensity: z.number().nonnegative().transform(gramsCO2ePerKilowattHour) }),
);

export const gridSchema: Of<GridIntensity | null> = z
  .object({
    intensity: z.number().nonnegative().transform(gramsCO2ePerKilowattHour),
    kind: z.enum(['average', 'marginal']),
    zone: z.string(),
    provenance: provenanceSchema,
    hourly: hourlyIntensitySchema.default([]),
    marginal: z
      .object({ hourly: hourlyIntensitySchema, provenance: provenanceSchema })
      .nullable()
      .default(null),
    forecast: hourlyIntensitySchema.default([]),
  })
  .nullable();

export const pueSchema: Of<PowerUsageEffectiveness> = z.object({
  factor: z.number().min(1).transform(ratio),
  provenance: provenanceSchema,
});

export const energyProvenanceSchema: Of<EnergyProvenance> = z.object({
  pods: provenanceSchema.nullable(),
  nodes: provenanceSchema.nullable(),
});

export const noteSchema: Of<ObservationNote> = z.object({
  severity: z.enum(['info', 'warning', 'error']),
  source: z.enum([
    'kubernetes',
    'prometheus',
    'cadvisor',
    'kube-state-metrics',
    'kepler',
    'opencost',
    'grid-intensity',
    'registry',
  ]),
  message: z.string(),
  cure: z.exactOptional(z.string()),
  unanswered: z.exactOptional(z.literal(true)),
});
