import { seconds, type Service, unixSeconds, usdPerHour, type Workload } from '../../../model/index.ts';
import type { ClusterSketch, WorkloadSketch } from '../../examples/clusterSketch.ts';
import type { RuleDeclaration } from '../../rule.ts';

const OCTOBER = unixSeconds(Date.UTC(2026, 9, 16) / 1000);
const YESTERDAY = unixSeconds(Date.UTC(2026, 10, 15) / 1000);

const job = (changes: Partial<NonNullable<Workload['job']>>): WorkloadSketch => ({
  kind: 'Job',
  name: 'migrate',
  phase: 'Succeeded',
  declared: { job: { succeeded: 1, failed: 0, finishedAt: OCTOBER, cleanedUpAfter: null, ...changes } },
});
const failed = (count: number): WorkloadSketch => ({
  name: 'web',
  replicas: count,
  phase: 'Failed',
  trouble: 'Evicted',
});
const atRest = (changes: Partial<Workload> = {}): WorkloadSketch => ({
  name: 'old',
  replicas: 0,
  declared: changes,
});
const service = (changes: Partial<Service>): Service => ({
  namespace: 'shop',
  name: 'front',
  type: 'LoadBalancer',
  selector: { app: 'gone' },
  createdAt: OCTOBER,
  ...changes,
});
const clusterOf = (
  workloads: readonly WorkloadSketch[],
  services: readonly Service[] = [],
): ClusterSketch => ({
  workloads,
  inventory: { services },
});

/** Each kind of leftover, and who looks like one. */
export const leftoverExamples: RuleDeclaration['examples'] = [
  {
    name: 'holds a finished Job, evicted pods, a Deployment at zero and a load balancer with nothing behind it',
    cluster: {
      ...clusterOf([job({}), failed(12), atRest()], [service({})]),
      prices: {
        loadBalancer: {
          perHour: usdPerHour(0.025),
          provenance: { kind: 'configured', method: 'price-book', source: 'test' },
        },
      },
    },
    verdict: 'found',
  },
  {
    name: 'has a load balancer that nobody prices: found, without money',
    cluster: clusterOf([{}], [service({})]),
    verdict: 'found',
  },
  { name: 'finished yesterday', cluster: clusterOf([job({ finishedAt: YESTERDAY })]), verdict: 'not found' },
  {
    name: 'cleans up after itself',
    cluster: clusterOf([job({ cleanedUpAfter: seconds(864_000) })]),
    verdict: 'not found',
  },
  { name: 'has a few failed pods', cluster: clusterOf([failed(3)]), verdict: 'not found' },
  {
    name: 'is put to sleep by a schedule',
    cluster: clusterOf([atRest({ annotations: { 'downscaler/original-replicas': '2' } })]),
    verdict: 'not found',
  },
  {
    name: 'is run by a Rollout, which took its template',
    cluster: clusterOf([
      atRest({ podLabels: { app: 'cart' } }),
      { kind: 'Rollout', name: 'cart', declared: { podLabels: { app: 'cart' } } },
    ]),
    verdict: 'not found',
  },
  {
    name: 'has a load balancer in front of a workload that wants pods and has none',
    cluster: clusterOf(
      [{ name: 'broken', replicas: 0, declared: { desiredReplicas: 2 } }],
      [service({ selector: { app: 'broken' } })],
    ),
    verdict: 'not found',
  },
  {
    name: 'has a load balancer whose endpoints somebody else sets',
    cluster: clusterOf([{}], [service({ selector: null })]),
    verdict: 'not found',
  },
  {
    name: 'has a load balancer of yesterday',
    cluster: clusterOf([{}], [service({ createdAt: YESTERDAY })]),
    verdict: 'not found',
  },
  {
    name: 'has services that could not be listed',
    cluster: { workloads: [{}], inventory: { services: null } },
    verdict: 'not assessed',
  },
];
