import { workload, type WorkloadSpec } from '../workloadSpec.ts';
import { app } from './containers.ts';

export const previews: readonly WorkloadSpec[] = [
  // Switched off for the last week: a stretch without pods.
  workload(
    'preview/Deployment/shop-pr-4711',
    'storefront',
    [app('frontend', 'pr-4711', { requests: '300m/256Mi', cpu: 'idle 2m', memory: '110Mi' })],
    { declares: { service: 'ClusterIP' }, presence: { gonePastDays: 7.5 }, traffic: '40/60' },
  ),
  workload(
    'preview/Deployment/load-generator',
    'storefront',
    [
      app('load-generator', '0.3.2', {
        requests: '500m/256Mi',
        limits: '1/512Mi',
        cpu: 'constant 420m',
        memory: '180Mi',
      }),
    ],
    {
      presence: 'office-hours',
      pool: 'spot',
      traffic: '50k/30k',
    },
  ),
];
