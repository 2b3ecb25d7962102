import { bytes, containerKey, cores, type Observation, type Workload } from '../../model/index.ts';
import { MICRO, podRequest } from '../consolidation/podRequest.ts';
import { placementsOf } from './placements.ts';
import { addReservations, NOTHING, requested, type Reservation, timesReservation } from './reservation.ts';

/**
 * What one pod of the workload holds: of each resource the larger of what it reserves and what it uses on
 * average. An init container that asks for more than all the others is reserved for as long as the pod lives.
 */
export function heldByPod(workload: Workload, observation: Observation): Reservation {
  const working = heldAtWork(workload, observation);
  if (!workload.containers.some(({ role }) => role === 'init')) return working;
  const { cpu, memory, gpus } = podRequest(workload.containers);
  return {
    cpu: largest(working.cpu, cores(cpu / MICRO)),
    memory: largest(working.memory, bytes(memory)),
    gpus: Math.max(working.gpus, gpus),
  };
}

function heldAtWork(workload: Workload, observation: Observation): Reservation {
  return workload.containers
    .filter(({ role }) => role !== 'init')
    .map((container): Reservation => {
      const reserved = requested(container);
      const usage = observation.usage.get(containerKey(workload.id, container.name));
      return {
        ...reserved,
        cpu: largest(reserved.cpu, usage?.cpu?.mean),
        memory: largest(reserved.memory, usage?.memory?.mean),
      };
    })
    .reduce(addReservations, NOTHING);
}

const largest = <T extends number>(a: T, b: T | undefined): T => (b !== undefined && b > a ? b : a);

/** What the pods of each node hold together. */
export function heldByNode(observation: Observation): ReadonlyMap<string, Reservation> {
  const held = new Map<string, Reservation>();
  for (const workload of observation.inventory.workloads) {
    const pod = heldByPod(workload, observation);
    for (const { node, pods } of placementsOf(workload, observation)) {
      if (node !== null)
        held.set(node, addReservations(held.get(node) ?? NOTHING, timesReservation(pod, pods)));
    }
  }
  return held;
}
