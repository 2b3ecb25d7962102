import { container, initContainer, workload, type WorkloadSpec } from '../workloadSpec.ts';
import { app } from './containers.ts';

export const data: readonly WorkloadSpec[] = [
  workload(
    'data/StatefulSet/kafka',
    'data',
    [
      container('kafka', {
        image: 'quay.io/strimzi/kafka:0.48.0-kafka-4.1.0',
        requests: '750m/4Gi',
        limits: '-/4Gi',
        cpu: 'officeRhythm 165m',
        memory: '3.2Gi',
        startUp: 3,
      }),
    ],
    {
      declares: {
        service: 'ClusterIP',
        apart: true,
        budget: 'max 1',
        environment: { JAVA_TOOL_OPTIONS: '-Xmx3g' },
      },
      replicas: 3,
      volume: { name: 'data', storageClass: 'gp3', requested: '200Gi', used: '96Gi' },
      traffic: '900k/1100k',
    },
  ),
  // Sized for a cluster ten times as large.
  workload(
    'data/StatefulSet/zookeeper',
    'data',
    [
      container('zookeeper', {
        image: 'docker.io/library/zookeeper:3.9.4',
        requests: '1/2Gi',
        limits: '-/2Gi',
        cpu: 'steady 14m',
        memory: '310Mi',
      }),
    ],
    {
      declares: { service: 'ClusterIP', apart: true, budget: 'max 1' },
      replicas: 3,
      volume: { name: 'data', storageClass: 'gp3', requested: '20Gi', used: '1Gi' },
      traffic: '5k/5k',
    },
  ),
  workload(
    'data/StatefulSet/clickhouse',
    'data',
    [
      container('clickhouse', {
        image: 'docker.io/clickhouse/clickhouse-server:25.8',
        requests: '2/8Gi',
        limits: '-/8Gi',
        cpu: 'bursts 110m',
        memory: '6.1Gi',
        follows: 0.005,
      }),
    ],
    {
      declares: { service: 'ClusterIP', apart: true, budget: 'min 2' },
      replicas: 2,
      volume: { name: 'data', storageClass: 'gp3', requested: '500Gi', used: '288Gi' },
      traffic: '250k/700k',
    },
  ),
  // Leaks and is killed every couple of days.
  workload(
    'data/Deployment/kafka-connect',
    'data',
    [
      app('kafka-connect', '1.7.2', {
        requests: '300m/1Gi',
        limits: '-/2Gi',
        cpu: 'steady 170m',
        memory: '980Mi',
        leakPerHour: 0.021,
        startUp: 5,
      }),
    ],
    { declares: { service: 'ClusterIP' }, replicas: 2, traffic: '300k/280k' },
  ),
  workload(
    'data/Deployment/airflow-scheduler',
    'data',
    [
      container('scheduler', {
        image: 'docker.io/apache/airflow:3.1.0',
        requests: '300m/1Gi',
        limits: '-/1536Mi',
        cpu: 'steady 210m',
        memory: '820Mi',
      }),
      initContainer('wait-for-migrations', 'docker.io/apache/airflow:3.1.0', '100m/256Mi'),
    ],
    { traffic: '40k/40k' },
  ),
  // Limited to half a core and always at it while there is work.
  workload(
    'data/StatefulSet/airflow-worker',
    'data',
    [
      container('worker', {
        image: 'docker.io/apache/airflow:3.1.0',
        requests: '250m/1Gi',
        limits: '500m/2Gi',
        cpu: 'plateau 900m',
        memory: '760Mi',
        follows: 0,
      }),
      container(
        'log-groomer',
        { image: 'docker.io/apache/airflow:3.1.0', requests: '50m/64Mi', cpu: 'idle 400u', memory: '31Mi' },
        'sidecar',
      ),
    ],
    { declares: { scratch: true }, replicas: 2, traffic: '60k/20k' },
  ),
  workload(
    'data/Deployment/airflow-webserver',
    'data',
    [
      container('webserver', {
        image: 'docker.io/apache/airflow:3.1.0',
        requests: '1/2Gi',
        limits: '-/2Gi',
        cpu: 'officeRhythm 16m',
        memory: '690Mi',
        startUp: 40,
      }),
    ],
    { declares: { service: 'ClusterIP' }, replicas: 2, rollouts: 1, traffic: '4k/22k' },
  ),
  workload(
    'data/Deployment/spark-history',
    'data',
    [
      container('history', {
        image: 'docker.io/apache/spark:4.0.1',
        requests: '500m/3Gi',
        cpu: 'dailyJob 4m',
        memory: '1.3Gi',
      }),
    ],
    { declares: { service: 'ClusterIP' }, traffic: '800/900' },
  ),
  workload(
    'data/CronJob/dbt-run',
    'data',
    [app('dbt-run', '1.10.13', { requests: '1/2Gi', cpu: 'constant 380m', memory: '640Mi', follows: 0 })],
    { schedule: '20 */6 * * *', runMinutes: 24, pool: 'batch', traffic: '500k/300k' },
  ),
  workload(
    'data/CronJob/export-partners',
    'data',
    [app('export-partners', '0.8.0', { cpu: 'constant 850m', memory: '420Mi', follows: 0 })],
    { schedule: '45 8 * * *', runMinutes: 40, pool: 'batch', traffic: '100k/2M' },
  ),
];
