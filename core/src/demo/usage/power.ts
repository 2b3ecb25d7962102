import type { ClusterNode } from '../../model/index.ts';
import type { PowerMeterSpec } from '../cast/clusterSpec.ts';
import { noise } from '../patterns/noise.ts';
import type { Random } from '../random.ts';
import type { PodUsage } from './podUsage.ts';

export interface NodePower {
  readonly node: string;
  /** Watts: those of its pods, and the share that belongs to none. */
  readonly active: Float64Array;
  /** Watts. */
  readonly idle: Float64Array;
}

/** Power as Kepler attributes it: a node's active power follows CPU time, and is handed to the pods by theirs. */
export const podWatts = ({ containers }: PodUsage, meter: PowerMeterSpec): Float64Array =>
  (containers[0]?.cpu ?? new Float64Array(0)).map(
    (_, position) =>
      meter.activeWattsPerCore * containers.reduce((sum, { cpu }) => sum + (cpu[position] ?? 0), 0),
  );

/** Active power of each node is exactly its pods' power ÷ (1 − unattributed share). */
export const nodePower = (
  pods: readonly PodUsage[],
  nodes: readonly ClusterNode[],
  steps: number,
  meter: PowerMeterSpec,
  random: Random,
): NodePower[] =>
  nodes.map(({ name, capacity }) => {
    const active = new Float64Array(steps);
    for (const pod of pods.filter(({ node }) => node === name)) {
      const watts = podWatts(pod, meter);
      watts.forEach(
        (value, index) => (active[pod.life.from + index] = (active[pod.life.from + index] ?? 0) + value),
      );
    }
    const idle = noise(random.child(name), steps, 0.01, 0.95).map(
      value => value * meter.idleWattsPerCore * (capacity.cpu ?? 0),
    );
    return { node: name, active: active.map(value => value / (1 - meter.unattributed)), idle };
  });
