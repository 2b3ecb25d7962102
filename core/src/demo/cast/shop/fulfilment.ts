import { workload, type WorkloadSpec } from '../workloadSpec.ts';
import { app } from './containers.ts';

export const fulfilment: readonly WorkloadSpec[] = [
  workload(
    'fulfilment/Deployment/shipping',
    'fulfilment',
    [
      app('shipping', '1.14.0', {
        requests: '500m/128Mi',
        limits: '500m/256Mi',
        cpu: 'requests 8m',
        memory: '64Mi',
      }),
    ],
    { declares: { service: 'ClusterIP' }, replicas: 2, rollouts: 1, traffic: '2400/2600' },
  ),
  // Hardly anything to do, but a place for four.
  workload(
    'fulfilment/Deployment/email',
    'fulfilment',
    [app('email', '0.22.0', { requests: '500m/1Gi', cpu: 'requests 3m', memory: '90Mi' })],
    { declares: { service: 'ClusterIP', runsAs: 'image' }, replicas: 2, traffic: '1100/14k' },
  ),
  // Uses almost three times the memory it asked for and has no limit.
  workload(
    'fulfilment/Deployment/label-printer',
    'fulfilment',
    [app('label-printer', '1.1.1', { requests: '100m/256Mi', cpu: 'officeRhythm 21m', memory: '690Mi' })],
    { declares: { service: 'ClusterIP', runsAs: 'root', scratch: true }, traffic: '5k/9k' },
  ),
  workload(
    'fulfilment/Deployment/warehouse-bridge',
    'fulfilment',
    [
      app('warehouse-bridge', '6.0.2', {
        requests: '150m/224Mi',
        limits: '-/320Mi',
        cpu: 'constant 105m',
        memory: '185Mi',
      }),
    ],
    { declares: { service: 'ClusterIP' }, traffic: '22k/21k' },
  ),
  workload(
    'fulfilment/CronJob/inventory-sync',
    'fulfilment',
    [
      app('inventory-sync', '2.3.0', {
        requests: '500m/512Mi',
        cpu: 'constant 310m',
        memory: '340Mi',
        follows: 0,
      }),
    ],
    {
      schedule: '15 */2 * * *',
      runMinutes: 11,
      pool: 'spot',
      traffic: '300k/120k',
    },
  ),
  workload(
    'fulfilment/CronJob/invoice-renderer',
    'fulfilment',
    [
      app('invoice-renderer', '1.9.0', {
        requests: '1500m/8Gi',
        limits: '2/8Gi',
        cpu: 'constant 1100m',
        memory: '1.6Gi',
        follows: 0,
      }),
    ],
    {
      schedule: '30 2 * * *',
      runMinutes: 55,
      pool: 'spot',
      traffic: '80k/400k',
    },
  ),
];
