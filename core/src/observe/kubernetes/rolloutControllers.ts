import type { V1PodTemplateSpec } from '@kubernetes/client-node';
import { type Controller, PLAIN_CONTROLLER } from './Controller.ts';
import type { ClusterObjects } from './clusterResources.ts';
import type { Rollout } from './customResources.ts';
import { maxUnavailableShare } from './maxUnavailable.ts';

/** Argo Rollouts, which have a template of their own or take that of a Deployment. */
export const rolloutControllers = ({ rollouts, deployments }: ClusterObjects): Controller[] =>
  rollouts.map(rollout => {
    const { metadata, spec } = rollout;
    const borrowed = (): V1PodTemplateSpec | undefined =>
      deployments.find(
        deployment =>
          deployment.metadata?.namespace === metadata?.namespace &&
          deployment.metadata?.name === spec?.workloadRef?.name,
      )?.spec?.template;
    const desiredReplicas = spec?.replicas ?? 1;
    return {
      ...PLAIN_CONTROLLER,
      kind: 'Rollout',
      metadata,
      desiredReplicas,
      template: spec?.template ?? borrowed(),
      maxUnavailable: maxUnavailable(rollout, desiredReplicas),
    };
  });

/** Blue-green keeps all old pods until the new ones have taken over. */
function maxUnavailable({ spec }: Rollout, replicas: number): number | null {
  const unavailable = spec?.strategy?.blueGreen ? 0 : (spec?.strategy?.canary?.maxUnavailable ?? '25%');
  return maxUnavailableShare({ unavailable, rounded: 'down', atLeastOne: false }, replicas);
}
