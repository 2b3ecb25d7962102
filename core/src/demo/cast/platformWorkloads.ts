import { type ContainerSpec, container, initContainer, workload, type WorkloadSpec } from './workloadSpec.ts';

const REGISTRY = '123456789012.dkr.ecr.us-east-1.amazonaws.com';

const app = (
  name: string,
  version: string,
  text: Omit<Parameters<typeof container>[1], 'image'>,
): ContainerSpec => container(name, { image: `${REGISTRY}/${name}:${version}`, ...text });

const ml: WorkloadSpec[] = [
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
    {
      pool: 'gpu',
      rollouts: 1,
      traffic: '300k/120k',
    },
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
        cpu: 'idle 3m',
        memory: '900Mi',
      }),
    ],
    {
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
    { traffic: '1k/2k' },
  ),
  workload(
    'ml/Deployment/feature-store',
    'ml',
    [
      app('feature-store', '3.2.0', {
        requests: '500m/4Gi',
        limits: '-/4Gi',
        cpu: 'officeRhythm 140m',
        memory: '1.1Gi',
      }),
    ],
    { replicas: 3, rollouts: 2, traffic: '70k/90k' },
  ),
  workload(
    'ml/Deployment/embedding-worker',
    'ml',
    [
      app('embedding-worker', '0.12.4', {
        requests: '1/2Gi',
        limits: '4/4Gi',
        cpu: 'bursts 180m',
        memory: '1.2Gi',
        follows: 0.03,
      }),
    ],
    { replicas: 2, pool: 'batch', traffic: '200k/80k' },
  ),
  workload(
    'ml/CronJob/training-nightly',
    'ml',
    [
      app('training', '8.1.0', {
        requests: '8/16Gi',
        limits: '8/16Gi',
        cpu: 'constant 7600m',
        memory: '9.5Gi',
        follows: 0,
      }),
    ],
    { schedule: '0 6 * * *', runMinutes: 210, pool: 'batch', traffic: '3M/400k' },
  ),
];

const data: WorkloadSpec[] = [
  workload(
    'data/StatefulSet/kafka',
    'data',
    [
      container('kafka', {
        image: 'quay.io/strimzi/kafka:0.48.0-kafka-4.1.0',
        requests: '750m/4Gi',
        limits: '-/4Gi',
        cpu: 'officeRhythm 230m',
        memory: '3.2Gi',
        startUp: 3,
      }),
    ],
    {
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
        cpu: 'bursts 220m',
        memory: '6.1Gi',
        follows: 0.005,
      }),
    ],
    {
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
        requests: '500m/1Gi',
        limits: '-/2Gi',
        cpu: 'steady 170m',
        memory: '980Mi',
        leakPerHour: 0.021,
        startUp: 5,
      }),
    ],
    { replicas: 2, traffic: '300k/280k' },
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
    {
      replicas: 2,
      traffic: '60k/20k',
    },
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
    { replicas: 2, rollouts: 1, traffic: '4k/22k' },
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
    { traffic: '800/900' },
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

const delivery: WorkloadSpec[] = [
  workload(
    'ci/Deployment/runner',
    'developer-experience',
    [
      container('runner', {
        image: 'ghcr.io/actions/actions-runner:2.329.0',
        requests: '1/2Gi',
        limits: '-/6Gi',
        cpu: 'bursts 70m',
        memory: '820Mi',
        follows: 0.08,
      }),
    ],
    { replicas: 4, pool: 'batch', traffic: '600k/90k' },
  ),
  workload(
    'ci/Deployment/buildkit',
    'developer-experience',
    [
      container('buildkitd', {
        image: 'docker.io/moby/buildkit:v0.25.1',
        requests: '1/2Gi',
        limits: '4/8Gi',
        cpu: 'plateau 4600m',
        memory: '1.9Gi',
        follows: 0,
      }),
    ],
    { pool: 'batch', traffic: '700k/500k' },
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
        cpu: 'bursts 25m',
        memory: '210Mi',
        follows: 0.5,
      }),
    ],
    { replicas: 2, traffic: '30k/30k' },
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
    { rollouts: 1, traffic: '3k/14k' },
  ),
];

const tools: WorkloadSpec[] = [
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
    { replicas: 2, traffic: '15/12' },
  ),
  workload(
    'tools/Deployment/wiki-migration',
    'business-tools',
    [app('wiki-migration', '0.0.9', { requests: '1/2Gi', cpu: 'idle 600u', memory: '75Mi' })],
    { traffic: '9/6' },
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
    { rollouts: 2, traffic: '9k/60k' },
  ),
  workload(
    'tools/StatefulSet/keycloak',
    'platform',
    [
      container('keycloak', {
        image: 'quay.io/keycloak/keycloak:26.4.0',
        requests: '150m/896Mi',
        limits: '-/1Gi',
        cpu: 'officeRhythm 42m',
        memory: '700Mi',
        startUp: 12,
      }),
    ],
    { replicas: 2, traffic: '8k/12k' },
  ),
  workload(
    'tools/Deployment/slack-bot',
    'business-tools',
    [app('slack-bot', '4.4.2', { cpu: 'requests 5m', memory: '88Mi' })],
    { traffic: '2k/2k' },
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
    { replicas: 2, pool: 'arm', traffic: '5k/30k' },
  ),
];

const infrastructure: WorkloadSpec[] = [
  workload(
    'ingress/Deployment/ingress-nginx',
    'platform',
    [
      container('controller', {
        image: 'registry.k8s.io/ingress-nginx/controller:v1.13.3',
        requests: '150m/256Mi',
        cpu: 'officeRhythm 60m',
        memory: '190Mi',
      }),
    ],
    {
      replicas: 2,
      pool: 'arm',
      autoscaler: { min: 2, max: 5, cpuPercent: 75 },
      traffic: '400k/900k',
    },
  ),
  workload(
    'vault/StatefulSet/vault',
    'platform',
    [
      container('vault', {
        image: 'docker.io/hashicorp/vault:1.20.4',
        requests: '250m/256Mi',
        cpu: 'steady 18m',
        memory: '120Mi',
      }),
    ],
    {
      replicas: 3,
      volume: { name: 'data', storageClass: 'gp3', requested: '10Gi', used: '1Gi' },
      traffic: '4k/5k',
    },
  ),
  workload(
    'platform/Deployment/cert-manager',
    'platform',
    [
      container('cert-manager', {
        image: 'quay.io/jetstack/cert-manager-controller:v1.18.2',
        requests: '10m/64Mi',
        cpu: 'idle 1500u',
        memory: '49Mi',
      }),
    ],
    { pool: 'arm', traffic: '300/250' },
  ),
  workload(
    'kube-system/DaemonSet/aws-node',
    'platform',
    [
      container('aws-node', {
        image: '602401143452.dkr.ecr.us-east-1.amazonaws.com/amazon-k8s-cni:v1.20.3',
        requests: '25m/-',
        cpu: 'steady 5m',
        memory: '48Mi',
      }),
    ],
    { hostNetwork: true },
  ),
  workload(
    'kube-system/DaemonSet/kube-proxy',
    'platform',
    [
      container('kube-proxy', {
        image: '602401143452.dkr.ecr.us-east-1.amazonaws.com/eks/kube-proxy:v1.34.0',
        requests: '100m/-',
        cpu: 'idle 900u',
        memory: '19Mi',
      }),
    ],
    { hostNetwork: true },
  ),
  workload(
    'kube-system/Deployment/coredns',
    'platform',
    [
      container('coredns', {
        image: '602401143452.dkr.ecr.us-east-1.amazonaws.com/eks/coredns:v1.12.4',
        requests: '100m/70Mi',
        limits: '-/170Mi',
        cpu: 'steady 9m',
        memory: '31Mi',
      }),
    ],
    { replicas: 2, traffic: '7k/8k' },
  ),
  workload(
    'monitoring/StatefulSet/prometheus',
    'platform',
    [
      container('prometheus', {
        image: 'quay.io/prometheus/prometheus:v3.6.0',
        requests: '1/6Gi',
        limits: '-/8Gi',
        cpu: 'steady 410m',
        memory: '5.2Gi',
      }),
    ],
    {
      volume: { name: 'prometheus', storageClass: 'gp3', requested: '200Gi', used: '71Gi' },
      traffic: '900k/50k',
    },
  ),
  workload(
    'monitoring/DaemonSet/node-exporter',
    'platform',
    [
      container('node-exporter', {
        image: 'quay.io/prometheus/node-exporter:v1.9.1',
        cpu: 'steady 4m',
        memory: '23Mi',
      }),
    ],
    { hostNetwork: true },
  ),
];

/** Good and bad citizens of each kind; the comments say which. */
export const PLATFORM_WORKLOADS: readonly WorkloadSpec[] = [
  ...ml,
  ...data,
  ...delivery,
  ...tools,
  ...infrastructure,
];
