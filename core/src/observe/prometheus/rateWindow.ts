/** Shortest range a rate is taken over: holds two samples at the usual scrape intervals (15–60 s). */
const SHORTEST = 120;

/**
 * Range of `rate(…[range])` for a step: the step itself, so that each sample counts once, but never so
 * short that a scrape interval of a minute leaves holes.
 */
export const rateWindow = (stepSeconds: number): number => Math.max(stepSeconds, SHORTEST);
