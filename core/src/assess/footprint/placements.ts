import { type Observation, type Pod, type Workload, windowSeconds, containerKey } from '../../model/index.ts';
import type { Placement } from '../rule.ts';

/** Work that comes and goes: what counts is how much of it runs on average, not what runs just now. */
const TRANSIENT_KINDS: ReadonlySet<string> = new Set(['CronJob', 'Job']);

export const isTransient = (workload: Workload): boolean => TRANSIENT_KINDS.has(workload.reference.kind);

function byNode(pods: readonly Pod[], podsPerPod: number): readonly Placement[] {
  const counts = new Map<string | null, number>();
  for (const { node } of pods) counts.set(node, (counts.get(node) ?? 0) + podsPerPod);
  return [...counts].map(([node, count]) => ({ node, pods: count }));
}

/** Mean number of pods that ran at once: samples there should be × their distance ÷ the window. */
function meanConcurrency(workload: Workload, observation: Observation): number {
  const window = windowSeconds(observation.window);
  const ofContainers = workload.containers.map(container => {
    const usage = observation.usage.get(containerKey(workload.id, container.name));
    const samples = usage?.cpu?.expectedSamples ?? usage?.memory?.expectedSamples ?? 0;
    return usage && window > 0 ? (samples * usage.step) / window : 0;
  });
  return Math.max(0, ...ofContainers);
}

/**
 * Where the workload's pods run. Pods that wait for a node or are over hold nothing. Jobs and
 * CronJobs are spread over the nodes their pods were seen on, in proportion.
 */
export function placementsOf(workload: Workload, observation: Observation): readonly Placement[] {
  if (isTransient(workload)) {
    const pods = workload.pods.filter(pod => pod.node !== null);
    const concurrency = meanConcurrency(workload, observation);
    if (concurrency === 0) return [];
    return pods.length === 0 ? [{ node: null, pods: concurrency }] : byNode(pods, concurrency / pods.length);
  }
  return byNode(
    workload.pods.filter(pod => pod.present && pod.phase === 'Running' && pod.node !== null),
    1,
  );
}

export const totalPods = (placements: readonly Placement[]): number =>
  placements.reduce((total, { pods }) => total + pods, 0);
