import { container, initContainer, workload, type WorkloadSpec } from '../workloadSpec.ts';
import { app, meshed } from './containers.ts';

export const search: readonly WorkloadSpec[] = [
  workload(
    'search/StatefulSet/elasticsearch',
    'search',
    [
      container('elasticsearch', {
        image: 'docker.elastic.co/elasticsearch/elasticsearch:9.1.4',
        requests: '2/12Gi',
        limits: '-/12Gi',
        cpu: 'shopRhythm 450m',
        memory: '9.8Gi',
        startUp: 5,
      }),
      initContainer('sysctl', 'docker.io/library/busybox:1.37', '10m/16Mi'),
    ],
    {
      declares: { service: 'ClusterIP', apart: true, budget: 'max 1' },
      replicas: 3,
      pool: 'data',
      volume: { name: 'data', storageClass: 'premium-rwo', requested: '300Gi', used: '174Gi' },
      traffic: '400k/600k',
    },
  ),
  // Works flat out for hours, at its limit, then waits.
  workload(
    'search/Deployment/indexer',
    'search',
    [
      app('indexer', '0.31.0', {
        requests: '1/1Gi',
        limits: '2/2Gi',
        cpu: 'plateau 2300m',
        memory: '720Mi',
        follows: 0,
      }),
    ],
    { declares: { scratch: true }, pool: 'spot', traffic: '600k/200k' },
  ),
  workload(
    'search/Deployment/query-api',
    'search',
    meshed(
      app('query-api', '2.6.1', {
        requests: '300m/320Mi',
        limits: '-/512Mi',
        cpu: 'shopRhythm 75m',
        memory: '230Mi',
      }),
    ),
    {
      declares: { service: 'ClusterIP', spread: true, budget: 'max 1' },
      replicas: 2,
      autoscaler: { min: 2, max: 6, cpuPercent: 70 },
      traffic: '50k/210k',
    },
  ),
];
