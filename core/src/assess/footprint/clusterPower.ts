import { type NodeEnergy, type Observation } from '../../model/index.ts';
import { flatRhythm, type PowerRhythm, rhythmOf } from './powerRhythm.ts';
import { type WindowHours, windowHours } from './windowHours.ts';

/** The rhythms of all power in the cluster; of nodes they are computed once. */
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
  const everyone = [...nodes.values(), ...workloads.values()];
  const byTheHour = everyone.length > 0 && everyone.every(({ hourly }) => hourly.length > 0);
  const once = (of: (energy: NodeEnergy) => PowerRhythm) => {
    const known = new Map<string, PowerRhythm>();
    return (node: string): PowerRhythm => {
      const energy = nodes.get(node);
      if (!byTheHour || energy === undefined) return flat;
      const rhythm = known.get(node) ?? of(energy);
      known.set(node, rhythm);
      return rhythm;
    };
  };
  return {
    hours,
    flat,
    ofWorkload: workloadId => {
      const energy = byTheHour ? workloads.get(workloadId) : undefined;
      if (energy === undefined) return flat;
      return rhythmOf(
        hours,
        energy.hourly.map(({ hour, active }) => [hour, active] as const),
        energy.active,
        true,
      );
    },
    activeOfNode: once(({ hourly, active }) =>
      rhythmOf(
        hours,
        hourly.map(one => [one.hour, one.active] as const),
        active,
        true,
      ),
    ),
    idleOfNode: once(({ hourly, idle }) =>
      rhythmOf(
        hours,
        hourly.map(one => [one.hour, one.idle] as const),
        idle,
        false,
      ),
    ),
  };
}
