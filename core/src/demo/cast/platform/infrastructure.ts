import { container, workload, type WorkloadSpec } from '../workloadSpec.ts';

export const infrastructure: readonly WorkloadSpec[] = [
  workload(
    'ingress/Deployment/ingress-nginx',
    'platform',
    [
      container('controller', {
        image: 'registry.k8s.io/ingress-nginx/controller:v1.13.3',
        requests: '150m/256Mi',
        cpu: 'officeRhythm 45m',
        memory: '190Mi',
      }),
    ],
    {
      declares: { service: 'LoadBalancer', spread: true, budget: 'max 1' },
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
      declares: { service: 'ClusterIP', apart: true, budget: 'max 1' },
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
    {
      declares: {
        privileged: true,
        runsAs: 'root',
        hostPaths: ['/opt/cni/bin', '/etc/cni/net.d', '/var/log/aws-routed-eni'],
        priorityClass: 'system-node-critical',
      },
      hostNetwork: true,
    },
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
    {
      declares: {
        privileged: true,
        runsAs: 'root',
        hostPaths: ['/var/log', '/run/xtables.lock', '/lib/modules'],
        priorityClass: 'system-node-critical',
      },
      hostNetwork: true,
    },
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
    {
      declares: {
        service: 'ClusterIP',
        spread: true,
        budget: 'max 1',
        priorityClass: 'system-cluster-critical',
      },
      replicas: 2,
      traffic: '7k/8k',
    },
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
      declares: { service: 'ClusterIP' },
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
    { declares: { hostPaths: ['/'] }, hostNetwork: true },
  ),
];
