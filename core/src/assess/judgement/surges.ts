import { containerKey, cores, bytes, type Observation, type Workload } from '../../model/index.ts';
import { placementsOf, totalPods } from '../footprint/placements.ts';
import {
  addReservations,
  NOTHING,
  requested,
  type Reservation,
  timesReservation,
} from '../footprint/reservation.ts';

const HOUR = 3_600;

/** Mean number of pods in each hour, from how many samples there were. */
function podsByHour(workload: Workload, observation: Observation): ReadonlyMap<number, number> {
  const perPod = HOUR / observation.step;
  for (const { name } of workload.containers) {
    const usage = observation.usage.get(containerKey(workload.id, name));
    const hourly = usage?.cpu?.hourly ?? usage?.memory?.hourly;
    if (hourly) return new Map(hourly.map(({ hour, samples }) => [hour, samples / perPod]));
  }
  return new Map();
}

/**
 * What the pods on these nodes reserved together in their highest hour, CPU and memory each by itself:
 * pods of the hour × the request of today, by the share of each workload that runs here now. `null` where
 * no hour was seen.
 */
export function highestReservation(nodes: ReadonlySet<string>, observation: Observation): Reservation | null {
  const byHour = new Map<number, Reservation>();
  for (const workload of observation.inventory.workloads) {
    const placements = placementsOf(workload, observation);
    const here = placements.filter(({ node }) => node !== null && nodes.has(node));
    if (here.length === 0) continue;
    const share = totalPods(here) / totalPods(placements);
    const pod = workload.containers
      .filter(({ role }) => role !== 'init')
      .map(requested)
      .reduce(addReservations, NOTHING);
    for (const [hour, pods] of podsByHour(workload, observation)) {
      byHour.set(hour, addReservations(byHour.get(hour) ?? NOTHING, timesReservation(pod, pods * share)));
    }
  }
  if (byHour.size === 0) return null;
  let [cpu, memory, gpus] = [0, 0, 0];
  for (const hour of byHour.values()) {
    cpu = Math.max(cpu, hour.cpu);
    memory = Math.max(memory, hour.memory);
    gpus = Math.max(gpus, hour.gpus);
  }
  return { cpu: cores(cpu), memory: bytes(memory), gpus };
}
