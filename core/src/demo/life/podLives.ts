import type { WorkloadSpec } from '../cast/workloadSpec.ts';
import { type Grid, timeAt } from '../grid.ts';
import type { Random } from '../random.ts';
import { cronRuns } from './cronRuns.ts';
import { rolloutPositions } from './rollouts.ts';

/** One pod from its first step to the one after its last. */
export interface PodLife {
  readonly workload: WorkloadSpec;
  readonly name: string;
  readonly uid: string;
  readonly from: number;
  readonly to: number;
  /** Seconds from the start of its first step back to its start. */
  readonly olderBy: number;
  readonly finished: boolean;
  /** Node that it is bound to whatever the scheduler thinks: the pods of a DaemonSet. */
  readonly pinnedTo: string | null;
}

/** As Kubernetes does it: no vowels, nothing that looks like something else. */
const NAME_ALPHABET = 'bcdfghjklmnpqrstvwxz2456789';
const KEPT_JOBS = 3;

/** All pods that a workload has in the window. */
export function podLives(
  spec: WorkloadSpec,
  replicas: Int16Array,
  nodes: readonly string[],
  grid: Grid,
  random: Random,
): PodLife[] {
  switch (spec.kind) {
    case 'CronJob':
      return cronJobPods(spec, grid, random);
    case 'DaemonSet':
      return nodes.map(node =>
        pod(spec, random, {
          name: `${spec.name}-${suffix(random)}`,
          from: 0,
          to: grid.steps,
          pinnedTo: node,
        }),
      );
    case 'StatefulSet':
      return spans(replicas, []).map(({ ordinal, from, to }) =>
        pod(spec, random, { name: `${spec.name}-${ordinal}`, from, to }),
      );
    case 'Deployment':
      return deploymentPods(spec, replicas, grid, random);
    default: {
      const never: never = spec.kind;
      return never;
    }
  }
}

function deploymentPods(spec: WorkloadSpec, replicas: Int16Array, grid: Grid, random: Random): PodLife[] {
  const rollouts = rolloutPositions(spec.rollouts, (low, high) => random.between(low, high), grid);
  const replicaSets = [0, ...rollouts].map(() => random.text(10, NAME_ALPHABET));
  return spans(replicas, rollouts).map(({ from, to }) => {
    const version = rollouts.filter(position => position <= from).length;
    return pod(spec, random, { name: `${spec.name}-${replicaSets[version]}-${suffix(random)}`, from, to });
  });
}

function cronJobPods(spec: WorkloadSpec, grid: Grid, random: Random): PodLife[] {
  const runs = cronRuns(spec.schedule ?? '', grid);
  return runs.map((from, index) => {
    const steps = Math.max(1, Math.round((random.logNormal(spec.runMinutes, 0.15) * 60) / grid.step));
    const to = Math.min(from + steps, runs[index + 1] ?? grid.steps);
    const job = `${spec.name}-${Math.floor(timeAt(grid, from) / 60)}`;
    return {
      ...pod(spec, random, { name: `${job}-${suffix(random)}`, from, to, olderBy: 0 }),
      finished: to < grid.steps,
    };
  });
}

/** Whether the API server still knows a pod at the window's end: running ones, and the last finished Jobs. */
export function isPresent(life: PodLife, ofWorkload: readonly PodLife[], grid: Grid): boolean {
  if (life.to === grid.steps) return true;
  return (
    life.finished &&
    ofWorkload
      .filter(({ finished }) => finished)
      .slice(-KEPT_JOBS)
      .includes(life)
  );
}

/** Stretches in which the n-th replica is wanted, cut where all pods are replaced. */
function spans(
  replicas: Int16Array,
  rollouts: readonly number[],
): { ordinal: number; from: number; to: number }[] {
  const found: { ordinal: number; from: number; to: number }[] = [];
  for (let ordinal = 0; ordinal < Math.max(...replicas); ordinal += 1) {
    let from: number | null = null;
    for (let position = 0; position <= replicas.length; position += 1) {
      const wanted = (replicas[position] ?? 0) > ordinal;
      // One pod after the other is replaced, a step apart.
      const replaced = rollouts.includes(position - Math.min(ordinal, 3));
      if (from !== null && (!wanted || replaced)) {
        found.push({ ordinal, from, to: position });
        from = null;
      }
      if (from === null && wanted) from = position;
    }
  }
  return found.sort((a, b) => a.from - b.from || a.ordinal - b.ordinal);
}

const suffix = (random: Random): string => random.text(5, NAME_ALPHABET);

function pod(
  spec: WorkloadSpec,
  random: Random,
  {
    pinnedTo = null,
    olderBy,
    ...life
  }: Pick<PodLife, 'name' | 'from' | 'to'> & Partial<Pick<PodLife, 'pinnedTo' | 'olderBy'>>,
): PodLife {
  const hex = random.text(32, '0123456789abcdef');
  const uid = [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `4${hex.slice(13, 16)}`,
    `a${hex.slice(17, 20)}`,
    hex.slice(20),
  ].join('-');
  // What is there when the window starts is older than the window.
  const age = olderBy ?? (life.from === 0 ? random.integer(1, 20 * 86_400) : random.integer(10, 280));
  return { workload: spec, uid, finished: false, pinnedTo, olderBy: age, ...life };
}
