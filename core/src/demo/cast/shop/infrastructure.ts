import { container, workload, type WorkloadSpec } from '../workloadSpec.ts';

export const infrastructure: readonly WorkloadSpec[] = [
  workload(
    'istio-system/Deployment/istiod',
    'platform',
    [
      container('discovery', {
        image: 'docker.io/istio/pilot:1.27.3',
        requests: '500m/2Gi',
        cpu: 'steady 22m',
        memory: '190Mi',
      }),
    ],
    { declares: { service: 'ClusterIP' }, traffic: '3k/9k' },
  ),
  workload(
    'istio-system/Deployment/istio-ingressgateway',
    'platform',
    [
      container('istio-proxy', {
        image: 'docker.io/istio/proxyv2:1.27.3',
        requests: '200m/192Mi',
        limits: '2/1Gi',
        cpu: 'shopRhythm 60m',
        memory: '120Mi',
      }),
    ],
    {
      declares: { service: 'LoadBalancer', spread: true, budget: 'max 1' },
      replicas: 2,
      autoscaler: { min: 2, max: 5, cpuPercent: 80 },
      traffic: '210k/900k',
    },
  ),
  workload(
    'monitoring/StatefulSet/prometheus',
    'platform',
    [
      container('prometheus', {
        image: 'quay.io/prometheus/prometheus:v3.6.0',
        requests: '500m/5Gi',
        limits: '-/6Gi',
        cpu: 'steady 330m',
        memory: '4.1Gi',
      }),
      container(
        'config-reloader',
        {
          image: 'quay.io/prometheus-operator/prometheus-config-reloader:v0.86.0',
          requests: '10m/50Mi',
          cpu: 'idle 300u',
          memory: '18Mi',
        },
        'sidecar',
      ),
    ],
    {
      declares: { service: 'ClusterIP' },
      volume: { name: 'prometheus', storageClass: 'standard-rwo', requested: '100Gi', used: '44Gi' },
      traffic: '800k/40k',
    },
  ),
  workload(
    'monitoring/Deployment/grafana',
    'platform',
    [
      container('grafana', {
        image: 'docker.io/grafana/grafana:12.2.0',
        requests: '250m/750Mi',
        cpu: 'officeRhythm 9m',
        memory: '140Mi',
      }),
    ],
    { declares: { service: 'ClusterIP' }, traffic: '4k/20k' },
  ),
  workload(
    'monitoring/DaemonSet/kepler',
    'platform',
    [
      container('kepler', {
        image: 'quay.io/sustainable_computing_io/kepler:v0.11.4',
        requests: '50m/128Mi',
        cpu: 'steady 14m',
        memory: '62Mi',
      }),
    ],
    {
      declares: {
        privileged: true,
        runsAs: 'root',
        hostPaths: ['/proc', '/sys'],
        priorityClass: 'system-node-critical',
      },
      hostNetwork: true,
    },
  ),
  // Agents without requests are the rule, not the exception.
  workload(
    'monitoring/DaemonSet/node-exporter',
    'platform',
    [
      container('node-exporter', {
        image: 'quay.io/prometheus/node-exporter:v1.9.1',
        cpu: 'steady 4m',
        memory: '24Mi',
      }),
    ],
    { declares: { hostPaths: ['/'] }, hostNetwork: true },
  ),
  workload(
    'logging/DaemonSet/fluent-bit',
    'platform',
    [
      container('fluent-bit', {
        image: 'docker.io/fluent/fluent-bit:4.1.0',
        requests: '50m/64Mi',
        limits: '-/128Mi',
        cpu: 'steady 31m',
        memory: '46Mi',
      }),
    ],
    {
      declares: { runsAs: 'root', hostPaths: ['/var/log', '/var/lib/docker/containers'] },
      traffic: '500/70k',
    },
  ),
  workload(
    'kube-system/Deployment/coredns',
    'platform',
    [
      container('coredns', {
        image: 'registry.k8s.io/coredns/coredns:v1.12.4',
        requests: '100m/70Mi',
        limits: '-/170Mi',
        cpu: 'steady 12m',
        memory: '34Mi',
      }),
    ],
    {
      declares: {
        service: 'ClusterIP',
        spread: true,
        budget: 'max 1',
        priorityClass: 'system-cluster-critical',
      },
      replicas: 2,
      traffic: '9k/11k',
    },
  ),
  workload(
    'kube-system/Deployment/metrics-server',
    'platform',
    [
      container('metrics-server', {
        image: 'registry.k8s.io/metrics-server/metrics-server:v0.8.0',
        requests: '100m/200Mi',
        cpu: 'constant 7m',
        memory: '48Mi',
      }),
    ],
    {
      declares: { service: 'ClusterIP', scratch: true, priorityClass: 'system-cluster-critical' },
      traffic: '20k/4k',
    },
  ),
];
