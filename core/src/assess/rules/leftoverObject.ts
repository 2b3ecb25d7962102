import { emptyLoadBalancers } from '../judgement/leftovers/emptyLoadBalancers.ts';
import { failedPods, MANY_FAILED } from '../judgement/leftovers/failedPods.ts';
import { finishedJobs } from '../judgement/leftovers/finishedJobs.ts';
import { LEFT_AFTER } from '../judgement/leftovers/leftover.ts';
import { leftoverExamples } from '../judgement/leftovers/leftoverExamples.ts';
import { scaledToZero, ZERO_FOR } from '../judgement/leftovers/scaledToZero.ts';
import type { RuleDeclaration, ClusterRule } from '../rule.ts';
import { PODS } from './sharedDeclarations.ts';

const declaration: RuleDeclaration = {
  id: 'leftover-object',
  title: 'Leftover object',
  finds:
    'What was left behind: Jobs that finished and are never cleaned up, evicted and failed pods, workloads that have been scaled to zero for long, and load balancers whose Service selects no pod. Only the load balancers cost money, at their price; the others fill the API server and everybody’s lists.',
  needs: [PODS],
  thresholds: [
    {
      meaning: 'Time since a Job finished, and age of a load balancer, at least',
      unit: 'seconds',
      source: 'own judgement: a week leaves room to read the logs, and to finish a deployment',
      valueIn: () => LEFT_AFTER,
    },
    {
      meaning: 'Failed and evicted pods of a namespace, at least',
      unit: 'count',
      source: 'own judgement; Kubernetes cleans up from 12,500 in the whole cluster',
      valueIn: () => MANY_FAILED,
    },
    {
      meaning: 'Age of a workload that is scaled to zero and of which the window saw no pod, at least',
      unit: 'seconds',
      source: 'opportunity catalogue I4',
      valueIn: () => ZERO_FOR,
    },
  ],
  leavesAlone: [
    'ConfigMaps and Secrets: to tell which are used one would have to read all Secrets, a right that no cost tool should ask for.',
    'Old ReplicaSets: `revisionHistoryLimit` keeps them for roll-backs, and they cost nothing.',
    'Jobs with `ttlSecondsAfterFinished`, and those of CronJobs, which clean up themselves.',
    'Workloads that an autoscaler or a sleep schedule has scaled to zero, and Deployments whose pods a Rollout runs.',
    'Services without a selector: somebody else sets their endpoints. Services whose workload wants pods and has none: that is a failure, not a leftover.',
  ],
  remediation:
    'Delete them; set `ttlSecondsAfterFinished` on Jobs, and delete a workload together with its Service.',
  wording: {
    title: 'Clear up what is left over: {subject}',
    summary: [
      'It finished {job.finished-for} ago and nothing will clean it up.',
      'It holds {pods.failed} failed pods, {pods.evicted} of them evicted.',
      'It is scaled to zero, the {workload.window} that were looked at saw no pod of it, and it is {workload.age} old.',
      'It has a load balancer and selects {service.pods} pods.',
      'That load balancer costs {service.usd}.',
    ],
    why: [
      'Jobs that finished {job.finished-for} ago keep their pods and logs in the API server.',
      'Its {pods.failed} failed pods hold no CPU and no memory, but stand in every list, and their IP addresses and logs stay on the nodes.',
      'What nobody has run for {workload.window} still has Services, claims and alerts that somebody looks after.',
      'A load balancer is billed by the hour, also with {service.pods} pods behind it.',
    ],
    steps: [
      'The Job, {job.finished-for} after its end: `kubectl -n {namespace} delete job {name}`, and set `ttlSecondsAfterFinished` where it is made.',
      'Its {pods.failed} failed pods: `kubectl -n {name} delete pods --field-selector=status.phase=Failed`; if they were evicted, look at the requests of what was.',
      'The workload of {workload.age} of age: keep its manifest in version control and delete it, with its Service and claims.',
      'The Service with {service.pods} pods behind it: `kubectl -n {namespace} delete service {name}`, after a look at the DNS names that point to its address.',
    ],
    watchAfterwards: ['That nothing makes it again: a pipeline, an operator, a chart.'],
  },
  examples: leftoverExamples,
};

export const leftoverObject: ClusterRule = {
  scope: 'cluster',
  declaration,
  detect: function* (context) {
    yield* finishedJobs(context);
    yield* failedPods(context);
    yield* scaledToZero(context);
    yield* emptyLoadBalancers(context);
  },
};
