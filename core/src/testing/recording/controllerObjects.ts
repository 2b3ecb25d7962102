import type { Workload } from '../../model/index.ts';
import type { KubernetesObject } from '../kubernetesApi/kubernetesObject.ts';
import { created, field, GROUP_VERSION, textOf } from './objectParts.ts';
import { claimNamesOf, isTemplated } from './podObject.ts';
import { podSpecObject } from './podSpecObject.ts';
import type { RecordedCluster } from './recordedCluster.ts';

/** The object that people edit; none for kinds that the stand-in does not serve, which pods alone tell of. */
export function controllerObjects(workload: Workload, cluster: RecordedCluster): KubernetesObject[] {
  const { kind, name, namespace } = workload.reference;
  const apiVersion = GROUP_VERSION[kind];
  if (apiVersion === undefined) return [];
  const { annotations, createdAt, labels } = workload;
  const metadata = { name, namespace, labels, annotations, ...created(createdAt) };
  return [{ apiVersion, kind, metadata, ...bodyOf(workload, cluster) }];
}

function bodyOf(workload: Workload, cluster: RecordedCluster): { spec: object; status?: object } {
  const { kind, name } = workload.reference;
  const claims = claimNamesOf(workload, cluster);
  const shared = claims.filter(claim => kind !== 'StatefulSet' || !isTemplated(claim, name));
  const template = {
    metadata: { labels: workload.podLabels, annotations: workload.podAnnotations ?? {} },
    spec: podSpecObject(workload, shared),
  };
  const replicas = workload.desiredReplicas ?? 0;
  const pods = podsUnavailable(workload);
  switch (kind) {
    case 'CronJob':
      return {
        spec: {
          schedule: workload.schedule,
          ...field('timeZone', workload.timeZone),
          suspend: workload.suspended,
          jobTemplate: { spec: { template } },
        },
      };
    case 'Job':
      return jobBody(workload, template);
    case 'DaemonSet':
      return {
        spec: { selector: {}, template, updateStrategy: updateStrategy(pods) },
        status: { desiredNumberScheduled: replicas, currentNumberScheduled: replicas },
      };
    case 'StatefulSet':
      return {
        spec: {
          selector: {},
          template,
          replicas,
          updateStrategy: updateStrategy(pods),
          volumeClaimTemplates: [...templateNames(claims, name)].map(template => ({
            metadata: { name: template },
            spec: {},
          })),
        },
      };
    case 'Rollout':
      return {
        spec: {
          selector: {},
          template,
          replicas,
          strategy: { canary: { ...field('maxUnavailable', pods) } },
        },
      };
    default:
      return {
        spec: {
          selector: {},
          template,
          replicas,
          ...(pods === null
            ? {}
            : { strategy: { rollingUpdate: { maxUnavailable: pods, maxSurge: '25%' } } }),
        },
      };
  }
}

const podsUnavailable = ({ desiredReplicas, maxUnavailable }: Workload): number | null =>
  maxUnavailable === null || desiredReplicas === null ? null : Math.round(maxUnavailable * desiredReplicas);

const updateStrategy = (pods: number | null) =>
  pods === null ? { type: 'OnDelete' } : { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: pods } };

function templateNames(claims: readonly string[], statefulSet: string): Set<string> {
  const templated = claims.filter(claim => isTemplated(claim, statefulSet));
  return new Set(templated.map(claim => claim.slice(0, claim.lastIndexOf(`-${statefulSet}-`))));
}

function jobBody({ job, suspended }: Workload, template: object): { spec: object; status: object } {
  const spec = {
    template,
    suspend: suspended,
    ...(job === null ? {} : field('ttlSecondsAfterFinished', job.cleanedUpAfter)),
  };
  if (job === null) return { spec, status: { active: suspended ? 0 : 1 } };
  const ended = job.finishedAt === null ? {} : { lastTransitionTime: textOf(job.finishedAt) };
  const type = job.succeeded > 0 ? 'Complete' : 'Failed';
  const { failed, succeeded } = job;
  return { spec, status: { succeeded, failed, conditions: [{ type, status: 'True', ...ended }] } };
}
