/** How a roll-out may take pods away, as one kind of controller declares it. */
export interface RollOut {
  /** A number of pods or a percentage (`25%`) of them. */
  readonly unavailable: number | string;
  /** Percentages are rounded down (Deployment, Rollout) or up (DaemonSet, StatefulSet). */
  readonly rounded: 'down' | 'up';
  /** Whether one pod must be allowed to go where otherwise none were, so that the roll-out does not stand still. */
  readonly atLeastOne: boolean;
}

/**
 * Share of the replicas that a roll-out may take away at once, in whole pods as Kubernetes counts them;
 * `null` where there are no replicas or where the declaration is none.
 */
export function maxUnavailableShare(
  { unavailable, rounded, atLeastOne }: RollOut,
  replicas: number | null,
): number | null {
  if (replicas === null || replicas <= 0) return null;
  const pods = podsOf(unavailable, replicas, rounded);
  if (pods === null) return null;
  return Math.min(replicas, atLeastOne ? Math.max(1, pods) : pods) / replicas;
}

/** Whole pods of a number or a percentage of `replicas`; `null` where the text is neither. */
export function podsOf(amount: number | string, replicas: number, rounded: 'down' | 'up'): number | null {
  if (typeof amount === 'number') return amount;
  const [, digits, percent] = /^(\d+)(%?)$/.exec(amount) ?? [];
  if (digits === undefined) return null;
  if (percent === '') return Number(digits);
  const share = (Number(digits) * replicas) / 100;
  return rounded === 'up' ? Math.ceil(share) : Math.floor(share);
}
