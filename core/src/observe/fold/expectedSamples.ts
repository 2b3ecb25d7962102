import type { ContainerRole, Pod, Seconds, TimeWindow } from '../../model/index.ts';
import type { SeenSpan } from '../learn/part/PodSpans.ts';

/**
 * Samples there would be of a container without a hole, over all pods of its workload, in any part of the
 * window. A running pod owes one per step from its start to the end, even if it has none at all; a pod that
 * is gone or has finished, and an init container, owe what lies between their first and last sample, because
 * nobody says when they ended.
 *
 * @param options.seen - first and last sample of each pod in the whole window
 */
export function expectedSamples(options: {
  readonly pods: readonly Pod[];
  readonly role: ContainerRole;
  readonly seen: ReadonlyMap<string, Readonly<SeenSpan>>;
  readonly step: Seconds;
}): (part: TimeWindow) => number {
  const { pods, role, seen, step } = options;
  const running = role === 'init' ? [] : pods.filter(pod => pod.present && pod.phase === 'Running');
  const runs = new Set(running.map(pod => pod.name));
  const gone = [...seen].filter(([name]) => !runs.has(name)).map(([, span]) => span);
  const starts = running.flatMap(({ name, startedAt }) => {
    const first = seen.get(name)?.first;
    if (first === undefined) return startedAt === null ? [] : [startedAt];
    return [Math.min(startedAt ?? first, first)];
  });
  return part => {
    const untilEnd = starts.map(start => Math.floor((part.end - Math.max(start, part.start)) / step));
    const between = gone.map(span => stepsBetween(span, part, step));
    return [...untilEnd, ...between].reduce((total, steps) => total + Math.max(0, steps), 0);
  };
}

/** Steps from the first to the last sample, both included, that lie in `part`. */
function stepsBetween({ first, last }: SeenSpan, part: TimeWindow, step: Seconds): number {
  const from = Math.max(0, Math.ceil((part.start - first) / step));
  const to = Math.min(Math.round((last - first) / step), Math.ceil((part.end - first) / step) - 1);
  return to - from + 1;
}
