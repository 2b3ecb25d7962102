import { container, workload, type WorkloadSpec } from '../workloadSpec.ts';
import { app, meshed } from './containers.ts';

export const checkout: readonly WorkloadSpec[] = [
  workload(
    'checkout/Deployment/cart',
    'checkout',
    meshed(
      app('cart', '4.2.0', {
        requests: '250m/256Mi',
        limits: '-/512Mi',
        cpu: 'shopRhythm 60m',
        memory: '150Mi',
      }),
    ),
    {
      declares: { service: 'ClusterIP', spread: true, budget: 'min 50%' },
      replicas: 2,
      autoscaler: { min: 2, max: 6, cpuPercent: 65 },
      rollouts: 1,
      traffic: '12k/14k',
    },
  ),
  workload(
    'checkout/Deployment/checkout',
    'checkout',
    meshed(
      app('checkout', '5.11.3', {
        requests: '400m/160Mi',
        limits: '-/320Mi',
        cpu: 'shopRhythm 95m',
        memory: '120Mi',
      }),
    ),
    {
      declares: { service: 'ClusterIP', spread: true, budget: 'min 2', priorityClass: 'business-critical' },
      replicas: 3,
      rollouts: 2,
      traffic: '58k/140k',
    },
  ),
  workload(
    'checkout/Deployment/payment',
    'checkout',
    meshed(
      app('payment', '2.8.0', {
        requests: '50m/96Mi',
        limits: '-/160Mi',
        cpu: 'shopRhythm 11m',
        memory: '72Mi',
      }),
    ),
    {
      declares: { service: 'ClusterIP', budget: 'max 1', priorityClass: 'business-critical' },
      replicas: 2,
      traffic: '13k/12k',
    },
  ),
  // Takes four times the CPU it asked for.
  workload(
    'checkout/Deployment/fraud-check',
    'checkout',
    [
      app('fraud-check', '1.0.9', {
        requests: '100m/768Mi',
        limits: '-/1Gi',
        cpu: 'shopRhythm 92m',
        memory: '620Mi',
      }),
    ],
    { declares: { service: 'ClusterIP' }, replicas: 2, traffic: '8k/3k' },
  ),
  workload(
    'checkout/StatefulSet/cart-redis',
    'checkout',
    [
      container('redis', {
        image: 'docker.io/library/redis:8.2.1',
        requests: '500m/2Gi',
        limits: '-/2Gi',
        cpu: 'steady 60m',
        memory: '480Mi',
      }),
    ],
    {
      declares: { service: 'ClusterIP', apart: true, budget: 'max 1' },
      replicas: 3,
      volume: { name: 'data', storageClass: 'premium-rwo', requested: '20Gi', used: '3Gi' },
      traffic: '40k/50k',
    },
  ),
  // Its budget lets no pod go: whoever drains its nodes waits for ever.
  workload(
    'checkout/StatefulSet/orders-postgres',
    'checkout',
    [
      container('postgres', {
        image: 'docker.io/library/postgres:17.6',
        requests: '1/8Gi',
        limits: '-/8Gi',
        cpu: 'shopRhythm 235m',
        memory: '6.4Gi',
      }),
    ],
    {
      declares: { service: 'ClusterIP', apart: true, budget: 'min 2', priorityClass: 'business-critical' },
      replicas: 2,
      pool: 'data',
      volume: { name: 'pgdata', storageClass: 'premium-rwo', requested: '200Gi', used: '61Gi' },
      traffic: '90k/160k',
    },
  ),
];
