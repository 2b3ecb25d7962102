import {
  bytes,
  bytesToKubernetesQuantity,
  cores,
  coresToKubernetesQuantity,
  parseKubernetesQuantity,
  type Ratio,
} from '../../model/index.ts';

/**
 * A size is made by a chain of small steps, each with one reason: start from what was used, add
 * headroom, do not go below a floor, write it as a manifest would. A step takes and gives the base
 * unit (cores or bytes) and never gives less for more.
 */
export type SizingStep = (amount: number) => number;

/** Runs the chain, left to right. */
export const sized = (start: number, ...steps: readonly SizingStep[]): number =>
  steps.reduce((amount, step) => step(amount), start);

/** `withHeadroom(0.15)` adds 15 %. */
export const withHeadroom =
  (share: Ratio): SizingStep =>
  amount =>
    amount * (1 + share);

export const atLeast =
  (floor: number): SizingStep =>
  amount =>
    Math.max(amount, floor);

/** To whole millicores, upwards. */
export const asCpuManifest: SizingStep = amount =>
  parseKubernetesQuantity(coresToKubernetesQuantity(cores(amount)));

/** To whole MiB, upwards. */
export const asMemoryManifest: SizingStep = amount =>
  parseKubernetesQuantity(bytesToKubernetesQuantity(bytes(amount)));
