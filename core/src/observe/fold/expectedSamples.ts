import type { ContainerRole, Pod, Seconds, TimeWindow } from '../../model/index.ts';
import type { SeenSpan } from './ResourceFolder.ts';

/**
 * Samples there would be of a container without a hole, over all pods of its workload. A running pod
 * owes one per step from its start to the end of the window, even if it has none at all; a pod that is
 * gone or has finished, and an init container, owe what lies between their first and last sample, because
 * nobody says when they ended.
 */
export function expectedSamples(options: {
  pods: readonly Pod[];
  role: ContainerRole;
  seen: ReadonlyMap<string, Readonly<SeenSpan>>;
  window: TimeWindow;
  step: Seconds;
}): number {
  const { pods, role, seen, window, step } = options;
  const runsOn = new Map(
    pods.filter(pod => pod.present && pod.phase === 'Running').map(pod => [pod.name, pod]),
  );
  let expected = 0;
  for (const [name, span] of seen) {
    const pod = role === 'init' ? undefined : runsOn.get(name);
    if (pod === undefined) expected += Math.round((span.last - span.first) / step) + 1;
    else expected += stepsUntilEnd(Math.min(pod.startedAt ?? span.first, span.first), window, step);
  }
  if (role === 'init') return expected;
  for (const pod of runsOn.values()) {
    if (!seen.has(pod.name) && pod.startedAt !== null) {
      expected += stepsUntilEnd(pod.startedAt, window, step);
    }
  }
  return expected;
}

const stepsUntilEnd = (from: number, window: TimeWindow, step: Seconds): number =>
  Math.max(0, Math.floor((window.end - Math.max(from, window.start)) / step));
