import type {
  HourlyNodePower,
  HourlyPower,
  NodeEnergy,
  Observation,
  WorkloadEnergy,
} from '../../model/index.ts';
import { flatRhythm, type PowerRhythm, rhythmOf } from './powerRhythm.ts';
import { type WindowHours, windowHours } from './windowHours.ts';

/** The rhythms of all power in the cluster, each computed once. */
export interface ClusterPower {
  readonly hours: WindowHours;
  readonly flat: PowerRhythm;
  /** Of power that follows the work done; flat where nobody tells it by the hour. */
  readonly ofWorkload: (workloadId: string) => PowerRhythm;
  readonly activeOfNode: (node: string) => PowerRhythm;
  /** Of power at rest. A node that was not there for a time is taken to be there now. */
  readonly idleOfNode: (node: string) => PowerRhythm;
}

/**
 * Power is read by the hour only where everything is: a node told by the hour beside workloads that are not
 * would give hours in which the parts are more than the whole.
 */
export function clusterPower(observation: Observation): ClusterPower {
  const { nodes, workloads } = observation.energy;
  const hours = windowHours(observation);
  const flat = flatRhythm(hours);
  const isTold = ({ active, hourly }: NodeEnergy | WorkloadEnergy) => active === 0 || hourly.length > 0;
  const byTheHour = [...nodes.values(), ...workloads.values()].every(isTold);
  const activeOfWorkload = once((id: string) => {
    const energy = workloads.get(id);
    return (
      energy && rhythmOf(hours, energy.hourly, activeIn, { mean: energy.active, absentMeansNothing: true })
    );
  });
  const activeOfNode = once((name: string) => {
    const energy = nodes.get(name);
    return (
      energy && rhythmOf(hours, energy.hourly, activeIn, { mean: energy.active, absentMeansNothing: true })
    );
  });
  const idleOfNode = once((name: string) => {
    const energy = nodes.get(name);
    return energy && rhythmOf(hours, energy.hourly, idleIn, { mean: energy.idle, absentMeansNothing: false });
  });
  const orFlat = (of: (key: string) => PowerRhythm | undefined) => (key: string) =>
    (byTheHour ? of(key) : undefined) ?? flat;
  return {
    hours,
    flat,
    ofWorkload: orFlat(activeOfWorkload),
    activeOfNode: orFlat(activeOfNode),
    idleOfNode: orFlat(idleOfNode),
  };
}

const activeIn = ({ active }: HourlyPower): number => active;
const idleIn = ({ idle }: HourlyNodePower): number => idle;

/** Computes the value of each key when it is first asked for. */
function once<V>(compute: (key: string) => V): (key: string) => V {
  const known = new Map<string, V>();
  return key => {
    const found = known.get(key);
    if (found !== undefined) return found;
    const value = compute(key);
    known.set(key, value);
    return value;
  };
}
