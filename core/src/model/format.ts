import type { EvidenceUnit } from './opportunity.ts';
import type { Estimate } from './provenance.ts';
import {
  type Bytes,
  type BytesPerSecond,
  type Cores,
  dateFromUnixSeconds,
  type GramsCO2e,
  type KilowattHours,
  type Ratio,
  type Seconds,
  type UnixSeconds,
  type Usd,
  type Watts,
} from './quantity.ts';

/**
 * How every face writes quantities. One place, so that the same finding reads the same in the
 * terminal, in Backstage, in Grafana and in a pull request. English, no locale: the texts are.
 */

/** At most `digits` significant digits, thousands grouped, no exponent. */
function significant(value: number, digits: number): string {
  if (value === 0) return '0';
  return new Intl.NumberFormat('en-US', { maximumSignificantDigits: digits }).format(value);
}

const BINARY_STEPS = [
  ['TiB', 2 ** 40],
  ['GiB', 2 ** 30],
  ['MiB', 2 ** 20],
  ['KiB', 2 ** 10],
] as const;

/** `250m` below one core, `1.5 cores` above: people read millicores as Kubernetes writes them. */
export function formatCores(amount: Cores): string {
  const size = Math.abs(amount);
  if (size >= 1) return `${significant(amount, 3)} ${amount === 1 ? 'core' : 'cores'}`;
  if (size >= 0.01 || size === 0) return `${Math.round(amount * 1000)}m`;
  return `${significant(amount * 1000, 2)}m`;
}

/** `512 MiB`: binary units, as Kubernetes counts memory. */
export function formatBytes(amount: Bytes): string {
  const size = Math.abs(amount);
  const [symbol, factor] = BINARY_STEPS.find(([, step]) => size >= step) ?? ['B', 1];
  return `${significant(amount / factor, 3)} ${symbol}`;
}

export const formatBytesPerSecond = (amount: BytesPerSecond): string =>
  `${formatBytes(amount as number as Bytes)}/s`;

/** `$1,234`, `$12.35`, `$0.04`; a negative saving keeps its sign in front: `-$3.20`. */
export function formatUsd(amount: Usd): string {
  const size = Math.abs(amount);
  const text =
    size >= 100
      ? significant(Math.round(size), 6)
      : new Intl.NumberFormat('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 }).format(size);
  return `${amount < 0 && Number(text.replaceAll(',', '')) !== 0 ? '-' : ''}$${text}`;
}

/** `350 gCO₂e`, `1.2 kgCO₂e`, `3.4 tCO₂e`. */
export function formatCarbon(amount: GramsCO2e): string {
  const size = Math.abs(amount);
  if (size >= 1e6) return `${significant(amount / 1e6, 3)} tCO₂e`;
  if (size >= 1e3) return `${significant(amount / 1e3, 3)} kgCO₂e`;
  return `${significant(amount, 2)} gCO₂e`;
}

/** `350 Wh`, `1.2 kWh`, `3.4 MWh`. */
export function formatEnergy(amount: KilowattHours): string {
  const size = Math.abs(amount);
  if (size >= 1e3) return `${significant(amount / 1e3, 3)} MWh`;
  if (size >= 1) return `${significant(amount, 3)} kWh`;
  return `${significant(amount * 1e3, 2)} Wh`;
}

export const formatWatts = (amount: Watts): string => `${significant(amount, 3)} W`;

/** `12 %`, `0.4 %`; never rounds something to 0 % or 100 % that is not. */
export function formatRatio(amount: Ratio): string {
  const percent = amount * 100;
  const nearEdge = (percent > 99 && percent < 100) || (Math.abs(percent) < 1 && percent !== 0);
  return nearEdge ? `${percent.toFixed(percent > 99 ? 2 : 1)} %` : `${significant(Math.round(percent), 6)} %`;
}

/** `1 node`, `2,000 nodes`: a regular plural. */
export const formatCount = (count: number, noun: string): string =>
  `${significant(count, 9)} ${noun}${count === 1 ? '' : 's'}`;

/** `45 s`, `12 min`, `5 h`, `14 d`. */
export function formatDuration(amount: Seconds): string {
  if (amount >= 2 * 86_400) return `${significant(amount / 86_400, 3)} d`;
  if (amount >= 2 * 3_600) return `${significant(amount / 3_600, 3)} h`;
  if (amount >= 120) return `${significant(amount / 60, 3)} min`;
  return `${significant(amount, 3)} s`;
}

/** `2026-11-21 10:30 UTC`. */
export const formatMoment = (moment: UnixSeconds): string =>
  `${dateFromUnixSeconds(moment).toISOString().slice(0, 16).replace('T', ' ')} UTC`;

/** `$12.00 (8.00 – 16.00)` style: most likely value, bounds in brackets unless they all read alike. */
export function formatEstimate<T extends number>(estimate: Estimate<T>, write: (value: T) => string): string {
  const [low, likely, high] = [write(estimate.low), write(estimate.likely), write(estimate.high)];
  return low === likely && likely === high ? likely : `${likely} (${low} – ${high})`;
}

/** Writes an evidence fact's value in its unit. */
export function formatEvidence(value: number, unit: EvidenceUnit): string {
  switch (unit) {
    case 'cores':
      return formatCores(value as Cores);
    case 'bytes':
      return formatBytes(value as Bytes);
    case 'bytes/s':
      return formatBytesPerSecond(value as BytesPerSecond);
    case 'ratio':
      return formatRatio(value as Ratio);
    case 'count':
      return significant(value, 9);
    case 'USD/month':
      return `${formatUsd(value as Usd)}/month`;
    case 'gCO2e/month':
      return `${formatCarbon(value as GramsCO2e)}/month`;
    case 'watts':
      return formatWatts(value as Watts);
    case 'seconds':
      return formatDuration(value as Seconds);
    default: {
      const never: never = unit;
      return never;
    }
  }
}
