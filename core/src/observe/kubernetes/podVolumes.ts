import type { V1Pod, V1PodSpec, V1Volume } from '@kubernetes/client-node';
import type { PodVolumes } from '../../model/index.ts';
import type { Controller } from './Controller.ts';

/** What the pods of a workload mount: of all its pods together, and of those that its controller will make. */
export function podVolumes(
  spec: V1PodSpec,
  pods: readonly V1Pod[],
  controller: Controller | undefined,
): PodVolumes {
  const volumes = spec.volumes ?? [];
  return {
    claims: claimNames(pods, controller),
    hostPaths: [...new Set(volumes.flatMap(({ hostPath }) => (hostPath ? [hostPath.path] : [])))],
    // In memory it is no scratch space on the disk.
    emptyDir: volumes.some(({ emptyDir }) => emptyDir !== undefined && emptyDir.medium !== 'Memory'),
  };
}

/** Names of the claims that the pods mount; a template counts too, because a CronJob has no pod most of the time. */
export const claimNames = (pods: readonly V1Pod[], controller: Controller | undefined): string[] => [
  ...new Set([
    ...pods.flatMap(pod => (pod.spec?.volumes ?? []).flatMap(volume => claimOf(volume, pod))),
    ...(controller?.template?.spec?.volumes ?? []).flatMap(({ persistentVolumeClaim }) =>
      persistentVolumeClaim ? [persistentVolumeClaim.claimName] : [],
    ),
    ...(controller?.templatedClaims ?? []),
  ]),
];

/** A generic ephemeral volume is a claim named after its pod. */
const claimOf = ({ name, persistentVolumeClaim, ephemeral }: V1Volume, pod: V1Pod): string[] => {
  if (persistentVolumeClaim) return [persistentVolumeClaim.claimName];
  return ephemeral ? [`${pod.metadata?.name}-${name}`] : [];
};
