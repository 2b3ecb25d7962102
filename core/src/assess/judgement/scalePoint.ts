import type { SizingStep } from '../sizing/sizing.ts';

/** Bounds of a utilisation target, in percent: below, replicas idle; above, none is left for a burst. (StormForge: 50–90 %.) */
export const LOWEST_TARGET = 50;
export const HIGHEST_TARGET = 90;

/** Requests of a pod's containers and the share of their sum that the autoscaler aims at. */
export interface RequestsAndTarget {
  /** Of one resource, in its base unit, in the order of the containers. */
  readonly requests: readonly number[];
  /** Whole percent, as an autoscaler takes it. */
  readonly targetPercent: number;
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

/**
 * Use of one pod above which the autoscaler adds another: Σ requests × target. A HorizontalPodAutoscaler
 * divides the pod's use by the sum of its containers' requests (Kubernetes documentation, "Horizontal Pod
 * Autoscaling", algorithm details).
 */
export const scalePointOf = ({ requests, targetPercent }: RequestsAndTarget): number =>
  (sum(requests) * targetPercent) / 100;

/**
 * Lowers requests towards `wanted` and raises the target by as much, so that the scale point stays:
 * target′ = target × Σ request ÷ Σ request′. The target is whole and at most 90 %; where that binds,
 * each request stops as far above its wanted value as the scale point needs.
 *
 * @param write - rounds a request as a manifest writes it
 * @returns `null` where that lowers nothing
 */
export function pairAtScalePoint(
  now: RequestsAndTarget,
  wanted: readonly number[],
  write: SizingStep,
): RequestsAndTarget | null {
  const [before, after] = [sum(now.requests), sum(wanted)];
  if (!(after > 0 && after < before)) return null;
  const exact = (now.targetPercent * before) / after;
  // Rounded down: the sum of the requests then is the wanted one or a little more, never less.
  const targetPercent = Math.min(HIGHEST_TARGET, Math.floor(exact + 1e-9));
  if (targetPercent <= now.targetPercent) return null;
  const needed = (scalePointOf(now) * 100) / targetPercent;
  const kept = Math.max(0, (needed - after) / (before - after));
  const requests = wanted.map((value, index) =>
    write(value + kept * ((now.requests[index] ?? value) - value)),
  );
  return sum(requests) < before ? { requests, targetPercent } : null;
}

/** Bounds that an autoscaler keeps to. */
export interface ReplicaBounds {
  readonly minReplicas: number;
  readonly maxReplicas: number;
}

/**
 * Replicas that an autoscaler would have kept for a demand: ⌈use of all pods ÷ scale point⌉ within its
 * bounds. Its tolerance and its slowness in going down are left out, on both sides of a comparison alike.
 */
export const replicasFor = (
  demand: readonly number[],
  scalePoint: number,
  { minReplicas, maxReplicas }: ReplicaBounds,
): readonly number[] =>
  // What sums leave behind the last digit must not start a replica.
  demand.map(use => Math.min(maxReplicas, Math.max(minReplicas, Math.ceil(use / scalePoint - 1e-9))));
