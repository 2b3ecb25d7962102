import { container, workload, type WorkloadSpec } from '../workloadSpec.ts';
import { app } from './containers.ts';

export const tools: readonly WorkloadSpec[] = [
  // Two zombies.
  workload(
    'tools/Deployment/old-dashboards',
    'business-tools',
    [
      app('old-dashboards', '1.0.0', {
        requests: '500m/1Gi',
        limits: '1/1Gi',
        cpu: 'idle 1m',
        memory: '260Mi',
      }),
    ],
    { declares: { service: 'ClusterIP', runsAs: 'root' }, replicas: 2, traffic: '15/12' },
  ),
  workload(
    'tools/Deployment/wiki-migration',
    'business-tools',
    [app('wiki-migration', '0.0.9', { requests: '1/2Gi', cpu: 'idle 600u', memory: '75Mi' })],
    { declares: { runsAs: 'image' }, traffic: '9/6' },
  ),
  workload(
    'tools/Deployment/metabase',
    'business-tools',
    [
      container('metabase', {
        image: 'docker.io/metabase/metabase:v0.56.9',
        requests: '1/4Gi',
        limits: '2/4Gi',
        cpu: 'officeRhythm 55m',
        memory: '1.5Gi',
        startUp: 20,
      }),
    ],
    {
      declares: { service: 'ClusterIP', environment: { JAVA_OPTS: '-Xmx2g' } },
      rollouts: 2,
      traffic: '9k/60k',
    },
  ),
  workload(
    'tools/StatefulSet/keycloak',
    'platform',
    [
      container('keycloak', {
        image: 'quay.io/keycloak/keycloak:26.4.0',
        requests: '150m/896Mi',
        limits: '-/1Gi',
        cpu: 'officeRhythm 34m',
        memory: '700Mi',
        startUp: 12,
      }),
    ],
    { declares: { service: 'ClusterIP', spread: true }, replicas: 2, traffic: '8k/12k' },
  ),
  workload(
    'tools/Deployment/slack-bot',
    'business-tools',
    [app('slack-bot', '4.4.2', { cpu: 'requests 5m', memory: '88Mi' })],
    { declares: { runsAs: 'image' }, traffic: '2k/2k' },
  ),
  workload(
    'tools/Deployment/status-page',
    'business-tools',
    [
      app('status-page', '2.0.0', {
        requests: '50m/-',
        limits: '-/128Mi',
        cpu: 'requests 14m',
        memory: '58Mi',
      }),
    ],
    { declares: { service: 'ClusterIP' }, replicas: 2, pool: 'arm', traffic: '5k/30k' },
  ),
];
