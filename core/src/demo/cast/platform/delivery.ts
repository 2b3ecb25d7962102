import { container, workload, type WorkloadSpec } from '../workloadSpec.ts';
import { app } from './containers.ts';

export const delivery: readonly WorkloadSpec[] = [
  workload(
    'ci/Deployment/runner',
    'developer-experience',
    [
      container('runner', {
        image: 'ghcr.io/actions/actions-runner:2.329.0',
        requests: '1/2Gi',
        limits: '-/6Gi',
        cpu: 'bursts 30m',
        memory: '820Mi',
        follows: 0.08,
      }),
    ],
    { declares: { runsAs: 'root', scratch: true }, replicas: 4, pool: 'batch', traffic: '600k/90k' },
  ),
  workload(
    'ci/Deployment/buildkit',
    'developer-experience',
    [
      container('buildkitd', {
        image: 'docker.io/moby/buildkit:v0.25.1',
        requests: '3500m/4Gi',
        limits: '-/8Gi',
        cpu: 'plateau 2900m',
        memory: '1.9Gi',
        follows: 0,
      }),
    ],
    {
      declares: { service: 'ClusterIP', privileged: true, runsAs: 'root', scratch: true },
      pool: 'batch',
      traffic: '700k/500k',
    },
  ),
  workload(
    'ci/StatefulSet/registry',
    'developer-experience',
    [
      container('registry', {
        image: 'docker.io/library/registry:3.0.0',
        requests: '100m/256Mi',
        cpu: 'requests 18m',
        memory: '130Mi',
      }),
    ],
    {
      declares: { service: 'ClusterIP' },
      volume: { name: 'images', storageClass: 'gp3', requested: '500Gi', used: '390Gi' },
      traffic: '90k/800k',
    },
  ),
  workload(
    'ci/CronJob/artifact-cleaner',
    'developer-experience',
    [
      app('artifact-cleaner', '0.2.1', {
        requests: '100m/128Mi',
        cpu: 'constant 60m',
        memory: '70Mi',
        follows: 0,
      }),
    ],
    { schedule: '0 9 * * 0', runMinutes: 35, traffic: '10k/5k' },
  ),
  workload(
    'argocd/StatefulSet/application-controller',
    'developer-experience',
    [
      container('controller', {
        image: 'quay.io/argoproj/argocd:v3.1.8',
        requests: '250m/768Mi',
        cpu: 'steady 190m',
        memory: '610Mi',
      }),
    ],
    { traffic: '90k/30k' },
  ),
  // Bursts through its memory limit now and then.
  workload(
    'argocd/Deployment/repo-server',
    'developer-experience',
    [
      container('repo-server', {
        image: 'quay.io/argoproj/argocd:v3.1.8',
        requests: '100m/256Mi',
        limits: '-/512Mi',
        cpu: 'bursts 8m',
        memory: '210Mi',
        follows: 0.5,
      }),
    ],
    { declares: { service: 'ClusterIP', scratch: true }, replicas: 2, traffic: '30k/30k' },
  ),
  workload(
    'argocd/Deployment/server',
    'developer-experience',
    [
      container('server', {
        image: 'quay.io/argoproj/argocd:v3.1.8',
        requests: '100m/128Mi',
        cpu: 'officeRhythm 12m',
        memory: '92Mi',
      }),
    ],
    { declares: { service: 'ClusterIP' }, rollouts: 1, traffic: '3k/14k' },
  ),
];
