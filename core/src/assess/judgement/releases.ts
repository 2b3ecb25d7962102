import type { UnixSeconds, Workload } from '../../model/index.ts';

/** Kinds whose pods carry the hash of their template in their name: `cart-7c8b9d6f5d-x2x7q`. */
const HASHED_KINDS: ReadonlySet<string> = new Set(['Deployment', 'Rollout']);

/** Hash of the pod template that a pod was made from; `null` where its name does not tell. */
function templateHash(pod: string, workload: string): string | null {
  if (!pod.startsWith(`${workload}-`)) return null;
  return /^([a-z0-9]{5,10})-[a-z0-9]{5}$/.exec(pod.slice(workload.length + 1))?.[1] ?? null;
}

/**
 * When the release that runs now began: the first start of a pod with the newest template, where pods of an
 * older one were seen too. `null` where no release was seen, or the kind does not tell.
 *
 * What the older pods ran is not known, so any change of the pod template counts as a release.
 */
export function newestRelease({ reference, pods }: Workload): UnixSeconds | null {
  if (!HASHED_KINDS.has(reference.kind)) return null;
  const firstStarts = new Map<string, UnixSeconds>();
  for (const { name, startedAt } of pods) {
    const hash = templateHash(name, reference.name);
    if (hash === null || startedAt === null) continue;
    const first = firstStarts.get(hash);
    if (first === undefined || startedAt < first) firstStarts.set(hash, startedAt);
  }
  const starts = [...firstStarts.values()].sort((a, b) => a - b);
  return starts.length < 2 ? null : (starts[starts.length - 1] ?? null);
}
