const MIB = 2 ** 20;

/** Robusta KRR's `simple` strategy with its defaults (robusta_krr/strategies/simple.py, MIT). */
const MEMORY_BUFFER = 0.15;
const OOM_BUFFER = 0.25;
const CPU_FLOOR_CORES = 0.01;
const MEMORY_FLOOR_MIB = 100;

/** Fewer data points than this: "Not enough data". */
export const KRR_POINTS_REQUIRED = 100;
export const KRR_CPU_PERCENTILE = 0.95;
export const KRR_HISTORY_SECONDS = 336 * 3_600;

/** Upwards, and not above what a float's last digit makes of a whole number. */
const upwards = (value: number): number => Math.ceil(value - 1e-9);

/** @param p95 - the highest P95 of the pods, in cores; @returns cores, in whole milli-cores upwards */
export const krrCpu = (p95: number): number => Math.max(CPU_FLOOR_CORES, upwards(p95 * 1_000) / 1_000);

/**
 * @param max - the highest working set of the pods, in bytes
 * @param oomLimit - limit at which one was OOM-killed, in bytes; only with `use_oomkill_data`
 * @returns bytes, in whole MiB upwards; request and limit alike
 */
export function krrMemory(max: number, oomLimit: number | null = null): number {
  const wanted = Math.max(max * (1 + MEMORY_BUFFER), (oomLimit ?? 0) * (1 + OOM_BUFFER));
  return Math.max(MEMORY_FLOOR_MIB, upwards(wanted / MIB)) * MIB;
}

/** Linear interpolation between the two nearest ranks, as numpy's percentile does. */
export function linearPercentile(ascending: readonly number[], q: number): number {
  const rank = q * (ascending.length - 1);
  const below = ascending[Math.floor(rank)] ?? Number.NaN;
  const above = ascending[Math.ceil(rank)] ?? Number.NaN;
  return below + (above - below) * (rank - Math.floor(rank));
}

/** The `simple_limit` strategy: CPU request P66 and limit P96 of all pods' samples together. */
export const krrSimpleLimit = (
  ascending: readonly number[],
): { readonly request: number; readonly limit: number } => ({
  request: linearPercentile(ascending, 0.66),
  limit: linearPercentile(ascending, 0.96),
});
