import type { ClusterNode } from '../model/index.ts';
import type { ClusterSpec } from './cast/clusterSpec.ts';
import type { WorkloadSpec } from './cast/workloadSpec.ts';
import type { Grid } from './grid.ts';
import { bindPods } from './life/bindPods.ts';
import { nodesOf } from './life/nodes.ts';
import { type PodLife, podLives } from './life/podLives.ts';
import { replicasOverTime } from './life/replicas.ts';
import { CPU_SHAPES } from './patterns/cpuPatterns.ts';
import type { Random } from './random.ts';
import { type PodUsage, podUsage } from './usage/podUsage.ts';
import { type NodePower, nodePower } from './usage/power.ts';
import { shareNodes } from './usage/shareNodes.ts';

/** All that happened in a cluster that never was. */
export interface GeneratedCluster {
  readonly spec: ClusterSpec;
  readonly grid: Grid;
  readonly nodes: readonly ClusterNode[];
  readonly pods: readonly PodUsage[];
  /** Empty where nothing meters. */
  readonly power: readonly NodePower[];
}

/**
 * Lets a cluster live through its window: demand → replicas → pods → nodes → usage → power. Every
 * stage draws from streams named after what it is about, so that the same seed always gives the same.
 */
export function generateCluster(spec: ClusterSpec, grid: Grid, random: Random): GeneratedCluster {
  const nodes = nodesOf(spec, random.child('nodes'));
  const demands = new Map<WorkloadSpec, Map<string, Float64Array>>();
  const lives: PodLife[] = [];
  for (const workload of spec.workloads) {
    const stream = random.child(`${workload.namespace}/${workload.name}`);
    const shapes = new Map(
      workload.containers.map(
        ({ name, cpu }) => [name, CPU_SHAPES[cpu].demand(stream.child(name), grid)] as const,
      ),
    );
    const main = shapes.get(workload.containers[0]?.name ?? '') ?? new Float64Array(grid.steps);
    const replicas = replicasOverTime(workload, main, grid);
    const names = nodes.map(({ name }) => name);
    lives.push(...podLives(workload, replicas, names, grid, stream.child('pods')));
    demands.set(workload, workload.autoscaler ? perPod(shapes, replicas, workload.replicas) : shapes);
  }
  const bound = bindPods(lives, nodes);
  const pods = lives.map(life =>
    podUsage(life, bound.get(life) ?? '', demands.get(life.workload) ?? new Map(), random.child(life.uid)),
  );
  shareNodes(pods, nodes, grid.steps);
  const power = spec.meter ? nodePower(pods, nodes, grid.steps, spec.meter, random.child('power')) : [];
  return { spec, grid, nodes, pods, power };
}

/** Where the number of pods follows the work, the work is shared by those that are there. */
const perPod = (
  shapes: ReadonlyMap<string, Float64Array>,
  replicas: Int16Array,
  usual: number,
): Map<string, Float64Array> =>
  new Map(
    [...shapes].map(([name, shape]) => [
      name,
      shape.map((amount, position) => (amount * usual) / Math.max(1, replicas[position] ?? 1)),
    ]),
  );
