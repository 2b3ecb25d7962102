import { type Watts, watts } from './quantity.ts';

/** Power by load, as points of (load 0 … 1, watts), the lowest load first. */
export type PowerCurve = readonly (readonly [load: number, watts: number])[];

/**
 * Power at a load, on straight lines between the points of a curve; below the first and above the last
 * point it is theirs. With two points (idle, full) this is Cloud Carbon Footprint's
 * `min + load × (max − min)`; with Teads' four it is Impact Framework's curve.
 */
export function wattsAtLoad(curve: PowerCurve, load: number): Watts {
  const above = curve.findIndex(([at]) => at >= load);
  const [highLoad, highWatts] = curve[above === -1 ? curve.length - 1 : above] ?? [0, 0];
  const [lowLoad, lowWatts] = (above > 0 ? curve[above - 1] : undefined) ?? [highLoad, highWatts];
  if (highLoad === lowLoad) return watts(highWatts);
  return watts(lowWatts + ((load - lowLoad) / (highLoad - lowLoad)) * (highWatts - lowWatts));
}
