/** Status codes after which the same request may well succeed a little later. */
export const RETRIED_STATUS: ReadonlySet<number> = new Set([429, 502, 503, 504]);

/** Upper end of any single wait: a server that asks for more is reported instead. */
const LONGEST_WAIT_MS = 30_000;

/**
 * Milliseconds to wait before the next attempt: what `Retry-After` says (seconds or an HTTP date),
 * else `base × 2^attempt` with up to 25 % added by chance, so that many clients do not come back at once.
 */
export function retryDelay(options: {
  attempt: number;
  baseMs: number;
  retryAfter: string | null;
  nowMs: number;
  random: number;
}): number {
  const { attempt, baseMs, retryAfter, nowMs, random } = options;
  if (retryAfter !== null && retryAfter.trim() !== '') {
    const inSeconds = Number(retryAfter);
    const wanted = Number.isFinite(inSeconds) ? inSeconds * 1000 : Date.parse(retryAfter) - nowMs;
    if (Number.isFinite(wanted)) return Math.min(Math.max(wanted, 0), LONGEST_WAIT_MS);
  }
  return Math.min(baseMs * 2 ** attempt * (1 + random / 4), LONGEST_WAIT_MS);
}
