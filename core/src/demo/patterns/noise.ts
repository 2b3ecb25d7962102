import type { Random } from '../random.ts';

/**
 * Coloured noise: log-normal around 1 with autoregressive memory, x(t) = c · x(t−1) + √(1−c²) · ε.
 *
 * @param spread - standard deviation of the logarithm
 * @param colour - correlation of neighbours: 0 is white, towards 1 it wanders
 */
export function noise(random: Random, length: number, spread: number, colour: number): Float64Array {
  const innovation = Math.sqrt(1 - colour * colour);
  let state = random.normal();
  return Float64Array.from({ length }, () => {
    const value = Math.exp(spread * state);
    state = colour * state + innovation * random.normal();
    return value;
  });
}

/** Multiplies rare, short peaks into a shape. */
export function addPeaks(
  shape: Float64Array,
  random: Random,
  { perStep, height, spread, longest }: { perStep: number; height: number; spread: number; longest: number },
): Float64Array {
  for (let position = 0; position < shape.length; position += 1) {
    if (random.next() >= perStep) continue;
    const factor = Math.max(3.05, random.logNormal(height, spread));
    const last = Math.min(
      shape.length - 1,
      position + (random.next() < 0.8 ? 0 : random.integer(1, longest - 1)),
    );
    for (; position <= last; position += 1) shape[position] = (shape[position] ?? 0) * factor;
  }
  return shape;
}
