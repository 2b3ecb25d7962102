import type { ObjectReference, Observation, Service, Workload } from '../../model/index.ts';
import { placementsOf } from './placements.ts';

/** A service with a load balancer, and the workloads of which pods run behind it. */
export interface BalancedService {
  readonly service: Service;
  /** `null` where somebody else sets its endpoints: whom it serves is then not known. */
  readonly workloads: readonly Workload[] | null;
}

const isSelected = (selector: Readonly<Record<string, string>>, labels: Readonly<Record<string, string>>) =>
  Object.entries(selector).every(([key, value]) => labels[key] === value);

/** True where a pod of the workload runs. */
export const runs = (workload: Workload, observation: Observation): boolean =>
  placementsOf(workload, observation).length > 0;

/** All services with a load balancer; `null` where services could not be listed. */
export function balancedServices(observation: Observation): readonly BalancedService[] | null {
  const { services, workloads } = observation.inventory;
  return (
    services &&
    services
      .filter(({ type }) => type === 'LoadBalancer')
      .map(service => ({ service, workloads: servedBy(service, workloads, observation) }))
  );
}

/** Workloads whose pods the service selects, running or not; an empty selector selects nothing, as in Kubernetes. */
export function selectedBy(
  { namespace, selector }: Service,
  workloads: readonly Workload[],
): readonly Workload[] | null {
  if (selector === null || Object.keys(selector).length === 0) return null;
  return workloads.filter(
    ({ reference, podLabels }) => reference.namespace === namespace && isSelected(selector, podLabels),
  );
}

/** Those of which a pod runs. */
const servedBy = (service: Service, workloads: readonly Workload[], observation: Observation) =>
  selectedBy(service, workloads)?.filter(workload => runs(workload, observation)) ?? null;

export const serviceReference = ({ namespace, name }: Service, clusterId: string): ObjectReference => ({
  clusterId,
  namespace,
  kind: 'Service',
  name,
});
