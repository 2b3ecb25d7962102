import { container, workload, type WorkloadSpec } from '../workloadSpec.ts';
import { app } from './containers.ts';

export const ml: readonly WorkloadSpec[] = [
  // The GPU that earns its keep …
  workload(
    'ml/Deployment/model-server',
    'ml',
    [
      container('triton', {
        image: 'nvcr.io/nvidia/tritonserver:25.09-py3',
        requests: '2/8Gi/1',
        limits: '-/10Gi/1',
        cpu: 'officeRhythm 420m',
        memory: '6.6Gi',
        startUp: 4,
      }),
    ],
    { declares: { service: 'ClusterIP', scratch: true }, pool: 'gpu', rollouts: 1, traffic: '300k/120k' },
  ),
  // … and the one that a notebook has held since its owner went on leave.
  workload(
    'ml/StatefulSet/notebook-anna',
    'ml',
    [
      container('jupyter', {
        image: 'quay.io/jupyter/pytorch-notebook:cuda12-2025-10-06',
        requests: '2/8Gi/1',
        limits: '-/12Gi/1',
        cpu: 'idle 1500u',
        memory: '900Mi',
      }),
    ],
    {
      declares: { service: 'ClusterIP', runsAs: 'image' },
      pool: 'gpu',
      volume: { name: 'home', storageClass: 'gp3', requested: '100Gi', used: '37Gi' },
      traffic: '25/30',
    },
  ),
  workload(
    'ml/Deployment/notebook-ben',
    'ml',
    [
      container('jupyter', {
        image: 'quay.io/jupyter/scipy-notebook:2025-10-06',
        requests: '2/8Gi',
        limits: '4/16Gi',
        cpu: 'bursts 30m',
        memory: '1.4Gi',
        follows: 0.05,
      }),
    ],
    {
      declares: { service: 'ClusterIP', runsAs: 'image' },
      presence: 'office-hours',
      volume: { name: 'home', storageClass: 'gp3', requested: '50Gi', used: '11Gi' },
      traffic: '2k/3k',
    },
  ),
  workload(
    'ml/Deployment/jupyterhub',
    'ml',
    [
      container('hub', {
        image: 'quay.io/jupyterhub/k8s-hub:4.3.0',
        requests: '200m/512Mi',
        cpu: 'steady 6m',
        memory: '170Mi',
      }),
    ],
    { declares: { service: 'ClusterIP' }, traffic: '1k/2k' },
  ),
  workload(
    'ml/Deployment/feature-store',
    'ml',
    [
      app('feature-store', '3.2.0', {
        requests: '500m/4Gi',
        limits: '-/4Gi',
        cpu: 'officeRhythm 70m',
        memory: '1.1Gi',
      }),
    ],
    {
      declares: { service: 'ClusterIP', spread: true, budget: 'max 1' },
      replicas: 3,
      rollouts: 2,
      traffic: '70k/90k',
    },
  ),
  workload(
    'ml/Deployment/embedding-worker',
    'ml',
    [
      app('embedding-worker', '0.12.4', {
        requests: '1/2Gi',
        limits: '4/4Gi',
        cpu: 'bursts 35m',
        memory: '1.2Gi',
        follows: 0.03,
      }),
    ],
    {
      declares: {
        brokenAutoscaler: {
          min: 2,
          max: 8,
          metric: 'rabbitmq_queue_messages_ready',
          reason: 'FailedGetExternalMetric',
        },
      },
      replicas: 2,
      pool: 'batch',
      traffic: '200k/80k',
    },
  ),
  workload(
    'ml/CronJob/training-nightly',
    'ml',
    [
      app('training', '8.1.0', {
        requests: '8/16Gi',
        limits: '-/16Gi',
        cpu: 'constant 6200m',
        memory: '9.5Gi',
        follows: 0,
      }),
    ],
    { schedule: '0 6 * * *', runMinutes: 210, pool: 'batch', traffic: '3M/400k' },
  ),
];
