import type { ContainerUsage } from '../../model/index.ts';

/** Kills in the window, at least one where there was any: increases are interpolated by Prometheus. */
export function oomKills(usage: ContainerUsage | null): number | null {
  const kills = usage?.oomKills ?? null;
  if (kills === null || !Number.isFinite(kills)) return null;
  return kills > 0 ? Math.max(1, Math.round(kills)) : 0;
}
