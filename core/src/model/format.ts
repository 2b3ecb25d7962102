import type { EvidenceUnit } from './opportunity.ts';
import type { Estimate } from './provenance.ts';
import {
  type Bytes,
  type BytesPerSecond,
  type Cores,
  dateFromUnixSeconds,
  type GramsCO2e,
  type GramsCO2ePerKilowattHour,
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

const significantDigits = (digits: number): Intl.NumberFormat =>
  new Intl.NumberFormat('en-US', { maximumSignificantDigits: digits });
const TWO_DIGITS = significantDigits(2);
const THREE_DIGITS = significantDigits(3);
const NINE_DIGITS = significantDigits(9);
const WHOLE = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });
const CENTS = new Intl.NumberFormat('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 });

/** Three significant digits, thousands grouped, no exponent; whole numbers are never cut: 1,023 is not 1,020. */
const number = (value: number, format: Intl.NumberFormat = THREE_DIGITS): string =>
  // Adding zero takes the sign from a negative zero.
  (Math.abs(value) >= 100 ? WHOLE : format).format(value + 0);

/** A unit, its size in the base unit, and how amounts below 100 of it are written. */
type Unit = readonly [symbol: string, size: number, format?: Intl.NumberFormat];

/** True where an amount reads as one of the unit or more: 0.9996 kg reads as 1 kg. */
const reaches = (amount: number, [, size]: Unit): boolean =>
  Number(Math.abs(amount / size).toPrecision(3)) >= 1;

/** Writes an amount in the largest unit of which it reads as one or more. Largest unit first. */
function inUnit(amount: number, units: readonly [...Unit[], Unit]): string {
  const [symbol, size, format] = units.find(unit => reaches(amount, unit)) ??
    units[units.length - 1] ?? ['', 1];
  return `${number(amount / size, format)} ${symbol}`;
}

/** `250m` below one core, `1.5 cores` above: people read millicores as Kubernetes writes them. */
export function formatCores(amount: Cores): string {
  const millicores = Math.abs(amount) * 1000;
  if (Math.round(millicores) >= 1000) {
    const text = number(amount);
    return `${text} ${text === '1' ? 'core' : 'cores'}`;
  }
  return `${millicores >= 9.95 ? WHOLE.format(amount * 1000) : number(amount * 1000, TWO_DIGITS)}m`;
}

/** `512 MiB`: binary units, as Kubernetes counts memory. */
export const formatBytes = (amount: Bytes): string =>
  inUnit(amount, [
    ['TiB', 2 ** 40],
    ['GiB', 2 ** 30],
    ['MiB', 2 ** 20],
    ['KiB', 2 ** 10],
    ['B', 1],
  ]);

export const formatBytesPerSecond = (amount: BytesPerSecond): string =>
  `${formatBytes(amount as number as Bytes)}/s`;

/** `$1,234`, `$12.35`, `$0.04`; a negative saving keeps its sign in front: `-$3.20`. */
export function formatUsd(amount: Usd): string {
  const size = Math.abs(amount);
  // What would be written with cents as 100.00 is written without.
  const text = (size >= 99.995 ? WHOLE : CENTS).format(size);
  return `${amount < 0 && text !== '0.00' ? '-' : ''}$${text}`;
}

/** `350 gCO₂e`, `1.2 kgCO₂e`, `3.4 tCO₂e`. */
export const formatCarbon = (amount: GramsCO2e): string =>
  inUnit(amount, [
    ['tCO₂e', 1e6],
    ['kgCO₂e', 1e3],
    ['gCO₂e', 1, TWO_DIGITS],
  ]);

/** `381 gCO₂e/kWh`: always in grams, as grids are compared. */
export const formatGridIntensity = (amount: GramsCO2ePerKilowattHour): string =>
  `${number(amount)} gCO₂e/kWh`;

/** `350 Wh`, `1.2 kWh`, `3.4 MWh`. */
export const formatEnergy = (amount: KilowattHours): string =>
  inUnit(amount, [
    ['MWh', 1e3],
    ['kWh', 1],
    ['Wh', 1e-3, TWO_DIGITS],
  ]);

export const formatWatts = (amount: Watts): string => `${number(amount)} W`;

/** `12 %`, `0.4 %`, `99.97 %`; never rounds something to 0 % or 100 % that is not. */
export function formatRatio(amount: Ratio): string {
  const percent = Math.abs(amount) * 100;
  const sign = amount < 0 ? '-' : '';
  if (percent > 0 && percent < 0.05) return `${amount < 0 ? '> -' : '< '}0.1 %`;
  if (percent > 99.995 && percent < 100) return `${amount < 0 ? '< -' : '> '}99.99 %`;
  if (percent > 99 && percent < 100) return `${sign}${percent.toFixed(2)} %`;
  if (percent > 0 && percent < 0.95) return `${sign}${percent.toFixed(1)} %`;
  return `${sign}${WHOLE.format(percent)} %`;
}

/** `2,000`, `0.021`: a plain number; a count that is a mean may be a fraction. */
export const formatAmount = (amount: number): string =>
  (Number.isInteger(amount) ? NINE_DIGITS : THREE_DIGITS).format(amount + 0);

/** `1 node`, `2,000 nodes`: a regular plural. */
export const formatCount = (count: number, noun: string): string =>
  `${formatAmount(count)} ${noun}${count === 1 ? '' : 's'}`;

/** `45 s`, `12 min`, `5 h`, `14 d`. */
export function formatDuration(amount: Seconds): string {
  if (amount >= 2 * 86_400) return `${number(amount / 86_400)} d`;
  if (amount >= 2 * 3_600) return `${number(amount / 3_600)} h`;
  if (amount >= 120) return `${number(amount / 60)} min`;
  return `${number(amount)} s`;
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
      return formatAmount(value);
    case 'USD/month':
      return `${formatUsd(value as Usd)}/month`;
    case 'kWh/month':
      return `${formatEnergy(value as KilowattHours)}/month`;
    case 'gCO2e/kWh':
      return formatGridIntensity(value as GramsCO2ePerKilowattHour);
    case 'gCO2e/month':
      return `${formatCarbon(value as GramsCO2e)}/month`;
    case 'watts':
      return formatWatts(value as Watts);
    case 'seconds':
      return formatDuration(value as Seconds);
    case 'unix s':
      return formatMoment(value as UnixSeconds);
    default: {
      const never: never = unit;
      return never;
    }
  }
}
