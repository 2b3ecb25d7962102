import { workload, type WorkloadSpec } from '../workloadSpec.ts';
import { app, meshed } from './containers.ts';

export const storefront: readonly WorkloadSpec[] = [
  // Well sized, scales with the day.
  workload(
    'storefront/Deployment/frontend',
    'storefront',
    meshed(
      app('frontend', '2.31.0', {
        requests: '300m/192Mi',
        limits: '-/384Mi',
        cpu: 'shopRhythm 90m',
        memory: '128Mi',
      }),
    ),
    {
      declares: {
        service: 'ClusterIP',
        spread: true,
        budget: 'max 1',
        environment: { NODE_OPTIONS: '--max-old-space-size=256' },
      },
      replicas: 3,
      autoscaler: { min: 3, max: 9, cpuPercent: 70 },
      rollouts: 2,
      traffic: '34k/180k',
    },
  ),
  // Over-requested in both, on every replica.
  workload(
    'storefront/Deployment/product-catalog',
    'storefront',
    [
      app('product-catalog', '1.18.2', {
        requests: '1/1Gi',
        limits: '2/1Gi',
        cpu: 'shopRhythm 45m',
        memory: '240Mi',
      }),
    ],
    { declares: { service: 'ClusterIP' }, replicas: 3, rollouts: 2, traffic: '170k/90k' },
  ),
  // Leaks until the kernel kills it.
  workload(
    'storefront/Deployment/recommendation',
    'storefront',
    [
      app('recommendation', '0.9.7', {
        requests: '200m/512Mi',
        limits: '-/1Gi',
        cpu: 'shopRhythm 44m',
        memory: '420Mi',
        leakPerHour: 0.014,
      }),
    ],
    { declares: { service: 'ClusterIP', runsAs: 'image' }, replicas: 2, traffic: '13k/30k' },
  ),
  // A JVM: needs a core to start, a twentieth of it to run; memory asked for threefold.
  workload(
    'storefront/Deployment/ad-service',
    'storefront',
    [
      app('ad-service', '3.4.1', {
        requests: '500m/2Gi',
        limits: '1/2Gi',
        cpu: 'steady 45m',
        memory: '610Mi',
        startUp: 16,
      }),
    ],
    {
      declares: { service: 'ClusterIP', environment: { JAVA_TOOL_OPTIONS: '-Xms512m -Xmx512m' } },
      replicas: 2,
      rollouts: 3,
      traffic: '31k/80k',
    },
  ),
  // Pinned at its limit every evening.
  workload(
    'storefront/Deployment/currency',
    'storefront',
    [
      app('currency', '1.2.0', {
        requests: '100m/64Mi',
        limits: '200m/128Mi',
        cpu: 'shopRhythm 58m',
        memory: '36Mi',
      }),
    ],
    { declares: { service: 'ClusterIP' }, replicas: 2, traffic: '29k/29k' },
  ),
  // No requests at all.
  workload(
    'storefront/Deployment/image-resizer',
    'storefront',
    [app('image-resizer', '0.4.0', { cpu: 'bursts 18m', memory: '310Mi', follows: 0.04 })],
    {
      declares: { service: 'ClusterIP', scratch: true, runsAs: 'image' },
      replicas: 2,
      pool: 'spot',
      traffic: '20k/60k',
    },
  ),
  // Nobody has called it for weeks.
  workload(
    'storefront/Deployment/legacy-wishlist',
    'storefront',
    [
      app('legacy-wishlist', '0.7.13', {
        requests: '500m/512Mi',
        limits: '1/1Gi',
        cpu: 'idle 900u',
        memory: '150Mi',
      }),
    ],
    { declares: { service: 'ClusterIP', runsAs: 'root' }, replicas: 2, traffic: '9/11' },
  ),
  // Two days old: too young to judge.
  workload(
    'storefront/Deployment/loyalty',
    'storefront',
    [app('loyalty', '0.1.0', { requests: '250m/256Mi', cpu: 'shopRhythm 30m', memory: '120Mi' })],
    { declares: { service: 'ClusterIP' }, replicas: 2, presence: { sinceDays: 2 }, traffic: '4k/6k' },
  ),
  // Its metrics mostly get lost.
  workload(
    'storefront/Deployment/reviews',
    'storefront',
    [app('reviews', '2.0.5', { requests: '400m/512Mi', cpu: 'shopRhythm 60m', memory: '260Mi' })],
    { declares: { service: 'ClusterIP' }, replicas: 2, scraped: 0.4, traffic: '9k/15k' },
  ),
];
