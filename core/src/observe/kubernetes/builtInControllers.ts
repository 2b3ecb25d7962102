import type {
  V1CronJob,
  V1DaemonSet,
  V1Deployment,
  V1Job,
  V1ReplicaSet,
  V1StatefulSet,
} from '@kubernetes/client-node';
import { type Controller, PLAIN_CONTROLLER } from './Controller.ts';
import type { ClusterObjects } from './clusterResources.ts';
import { jobResult } from './jobResult.ts';
import { maxUnavailableShare } from './maxUnavailable.ts';

/** The controllers of Kubernetes itself. */
export const builtInControllers = (objects: ClusterObjects): Controller[] => [
  ...objects.deployments.map(fromDeployment),
  ...objects.statefulsets.map(fromStatefulSet),
  ...objects.daemonsets.map(fromDaemonSet),
  ...objects.cronjobs.map(fromCronJob),
  ...objects.jobs.map(fromJob),
  ...objects.replicasets.map(fromReplicaSet),
];

function fromDeployment({ metadata, spec }: V1Deployment): Controller {
  const desiredReplicas = spec?.replicas ?? 1;
  const { type, rollingUpdate } = spec?.strategy ?? {};
  const unavailable = type === 'Recreate' ? '100%' : (rollingUpdate?.maxUnavailable ?? '25%');
  const surge = rollingUpdate?.maxSurge ?? '25%';
  const atLeastOne = surge === 0 || surge === '0' || surge === '0%';
  return {
    ...PLAIN_CONTROLLER,
    kind: 'Deployment',
    metadata,
    desiredReplicas,
    template: spec?.template,
    maxUnavailable: maxUnavailableShare({ unavailable, rounded: 'down', atLeastOne }, desiredReplicas),
  };
}

function fromStatefulSet({ metadata, spec }: V1StatefulSet): Controller {
  const desiredReplicas = spec?.replicas ?? 1;
  const { type, rollingUpdate } = spec?.updateStrategy ?? {};
  const unavailable = rollingUpdate?.maxUnavailable ?? 1;
  const first = spec?.ordinals?.start ?? 0;
  const ordinals = Array.from({ length: desiredReplicas }, (_, index) => first + index);
  return {
    ...PLAIN_CONTROLLER,
    kind: 'StatefulSet',
    metadata,
    desiredReplicas,
    template: spec?.template,
    // With OnDelete it is people who take the pods away.
    maxUnavailable:
      type === 'OnDelete'
        ? null
        : maxUnavailableShare({ unavailable, rounded: 'up', atLeastOne: true }, desiredReplicas),
    templatedClaims: (spec?.volumeClaimTemplates ?? []).flatMap(claim =>
      ordinals.map(ordinal => `${claim.metadata?.name ?? ''}-${metadata?.name ?? ''}-${ordinal}`),
    ),
  };
}

function fromDaemonSet({ metadata, spec, status }: V1DaemonSet): Controller {
  const desiredReplicas = status?.desiredNumberScheduled ?? null;
  const { type, rollingUpdate } = spec?.updateStrategy ?? {};
  const unavailable = rollingUpdate?.maxUnavailable ?? 1;
  return {
    ...PLAIN_CONTROLLER,
    kind: 'DaemonSet',
    metadata,
    desiredReplicas,
    template: spec?.template,
    maxUnavailable:
      type === 'OnDelete'
        ? null
        : maxUnavailableShare({ unavailable, rounded: 'up', atLeastOne: false }, desiredReplicas),
  };
}

const fromCronJob = ({ metadata, spec }: V1CronJob): Controller => ({
  ...PLAIN_CONTROLLER,
  kind: 'CronJob',
  metadata,
  schedule: spec?.schedule ?? null,
  timeZone: spec?.timeZone ?? null,
  suspended: spec?.suspend === true,
  template: spec?.jobTemplate.spec?.template,
});

const fromJob = (job: V1Job): Controller => ({
  ...PLAIN_CONTROLLER,
  kind: 'Job',
  metadata: job.metadata,
  suspended: job.spec?.suspend === true,
  job: jobResult(job),
  template: job.spec?.template,
  // A finished Job whose pods are gone has nothing left to judge.
  standsAlone: false,
});

const fromReplicaSet = ({ metadata, spec }: V1ReplicaSet): Controller => ({
  ...PLAIN_CONTROLLER,
  kind: 'ReplicaSet',
  metadata,
  desiredReplicas: spec?.replicas ?? 1,
  template: spec?.template,
  standsAlone: false,
});
