import type { ClusterIdentity, UnixSeconds, Workload } from '../../../model/index.ts';
import { requested } from '../../footprint/reservation.ts';
import { declared } from '../../judgement/evidence.ts';
import type { ClusterContext } from '../../rule.ts';
import { type Fact, factsFrom } from './factDeclaration.ts';

const cluster = factsFrom<ClusterIdentity>(declared);

export const CLUSTER_FACTS: readonly Fact<ClusterIdentity>[] = [
  cluster.text('cluster.id', 'Id of the cluster', ({ id }) => id),
  cluster.text('cluster.provider', 'Where its nodes are (aws, gcp, azure, on-premises)', ({ provider }) =>
    provider === 'unknown' ? null : provider,
  ),
  cluster.text('cluster.region', 'The provider’s name of the region', ({ region }) => region),
];

/** A workload and what it stands in. */
export interface WorkloadInContext {
  readonly workload: Workload;
  readonly context: ClusterContext;
}

/** Seconds since something was made; `null` where nobody says when. */
export const ageOf = (createdAt: UnixSeconds | null, { observation }: ClusterContext): number | null =>
  createdAt === null ? null : observation.observedAt - createdAt;

const present = ({ workload }: WorkloadInContext) => workload.pods.filter(pod => pod.present);

const sumOfRequests = ({ workload }: WorkloadInContext, resource: 'cpu' | 'memory' | 'gpus'): number =>
  workload.containers
    .filter(({ role }) => role !== 'init')
    .reduce((total, container) => total + requested(container)[resource], 0);

const workload = factsFrom<WorkloadInContext>(declared);
const scaler = factsFrom<WorkloadInContext>(declared);

export const WORKLOAD_FACTS: readonly Fact<WorkloadInContext>[] = [
  workload.text('workload.name', 'Name', one => one.workload.reference.name),
  workload.text('workload.namespace', 'Namespace', one => one.workload.reference.namespace),
  workload.text('workload.kind', 'Kind, as Kubernetes spells it', one => one.workload.reference.kind),
  workload.labels('workload.labels', 'Its labels', one => one.workload.labels),
  workload.labels('workload.annotations', 'Its annotations', one => one.workload.annotations),
  workload.labels('workload.podLabels', 'Labels of its pods', one => one.workload.podLabels),
  workload.texts('workload.images', 'Images of its containers', one =>
    one.workload.containers.map(({ image }) => image),
  ),
  workload.number('workload.replicas', 'Replicas it asks for', 'count', one => one.workload.desiredReplicas),
  workload.number('workload.pods', 'Pods that are there', 'count', one => present(one).length),
  workload.number('workload.restarts', 'Restarts of its pods, ever', 'count', one =>
    present(one).reduce((total, { restarts }) => total + restarts, 0),
  ),
  workload.number('workload.age', 'Time since it was made', 'seconds', one =>
    ageOf(one.workload.createdAt, one.context),
  ),
  workload.number('workload.requests.cpu', 'CPU request of a pod', 'cores', one => sumOfRequests(one, 'cpu')),
  workload.number('workload.requests.memory', 'Memory request of a pod', 'bytes', one =>
    sumOfRequests(one, 'memory'),
  ),
  workload.number('workload.requests.gpus', 'GPUs of a pod', 'count', one => sumOfRequests(one, 'gpus')),
  workload.text('workload.schedule', 'Schedule of a CronJob', one => one.workload.schedule),
  workload.text('workload.timeZone', 'Time zone of the schedule', one => one.workload.timeZone),
  workload.truth('workload.suspended', 'Told not to run', one => one.workload.suspended),
  workload.text(
    'workload.priorityClass',
    'Priority class',
    one => one.workload.scheduling?.priorityClass ?? null,
  ),
  workload.labels(
    'workload.nodeSelector',
    'Node selector',
    one => one.workload.scheduling?.nodeSelector ?? null,
  ),
  scaler.text('workload.autoscaler.kind', 'What scales it', one => one.workload.autoscaler?.kind ?? null),
  scaler.number(
    'workload.autoscaler.minReplicas',
    'Fewest replicas of its autoscaler',
    'count',
    one => one.workload.autoscaler?.minReplicas ?? null,
  ),
  scaler.number(
    'workload.autoscaler.maxReplicas',
    'Most replicas of its autoscaler',
    'count',
    one => one.workload.autoscaler?.maxReplicas ?? null,
  ),
];
