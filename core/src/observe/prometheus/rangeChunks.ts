/** Points per series that Prometheus allows in one range query. */
export const MAX_POINTS = 11_000;

/** One request of a range query; both ends are evaluated. */
export interface RangeChunk {
  readonly start: number;
  readonly end: number;
}

/**
 * Splits the moments `start, start + step, …` before `end` into ranges of at most `maxPoints` points
 * and `maxSeconds` length, oldest first, without a gap and without an overlap.
 */
export function rangeChunks(options: {
  start: number;
  end: number;
  step: number;
  maxSeconds: number;
  maxPoints?: number;
}): RangeChunk[] {
  const { start, end, step, maxSeconds, maxPoints = MAX_POINTS } = options;
  const points = Math.max(0, Math.ceil((end - start) / step));
  const perChunk = Math.max(1, Math.min(maxPoints, Math.floor(maxSeconds / step)));
  const chunks: RangeChunk[] = [];
  for (let first = 0; first < points; first += perChunk) {
    const last = Math.min(first + perChunk, points) - 1;
    chunks.push({ start: start + first * step, end: start + last * step });
  }
  return chunks;
}
