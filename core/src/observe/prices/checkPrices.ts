import { HOURS_PER_MONTH } from '../../model/index.ts';
import type { ToldPrices, ToldUnits } from './toldPrices.ts';

/**
 * Highest prices that are believed, in US dollars: several times the dearest that clouds list, and below the
 * monthly price of the cheapest, so that a price per month is not taken for one per hour (OpenCost's custom
 * prices are monthly when set through its API and hourly when set in its file).
 */
const HIGHEST = {
  /** Listed: 0.007 (spot) … 0.5 an hour; the cheapest a month is 4.8. */
  perCore: 2,
  /** Listed: 0.0009 (spot) … 0.02 an hour; the cheapest a month is 0.65. */
  perGiB: 0.3,
  /** Listed: 0.1 (spot) … 15 an hour; the cheapest a month is 80. */
  perGpu: 60,
  /** Per GiB-hour. Listed: 0.00002 … 0.0014; the cheapest a month is 0.015. */
  storage: 0.01,
  /** Per GiB and month, as people know it: the same in another unit. */
  storageMonth: 0.01 * HOURS_PER_MONTH,
  /** Listed: 0.007 … 0.03 and more with traffic; the cheapest a month is 5. */
  loadBalancer: 4,
  /** Of a whole node. Listed: up to 220; no month is told from an hour here. */
  node: 1_000,
  /** Per GiB that leaves. Listed: up to 0.25. */
  egress: 2,
} as const;

export type PriceKind = keyof typeof HIGHEST;

/** Why a price is not believed, as what it is; `null` where it is. */
export function doubtAbout(kind: PriceKind, price: number | null): string | null {
  if (price === null) return 'missing';
  if (!Number.isFinite(price)) return 'not a number';
  if (price < 0) return 'negative';
  if (price <= HIGHEST[kind]) return null;
  return price / HOURS_PER_MONTH <= HIGHEST[kind] ? 'as high as a price per month' : 'absurdly high';
}

export const believed = (kind: PriceKind, price: number | null | undefined): price is number =>
  price !== undefined && doubtAbout(kind, price) === null;

/** Unit prices that a cloud might ask. */
export interface BelievedUnits {
  readonly perCore: number;
  readonly perGiB: number;
  /** `null` where it has no GPU or its price is not believed. */
  readonly perGpu: number | null;
}

/** Why unit prices are not believed; `null` where they are. */
export function doubtAboutUnits({ perCore, perGiB }: ToldUnits): string | null {
  if (perCore === 0 && perGiB === 0) return 'zero';
  return doubtAbout('perCore', perCore) ?? doubtAbout('perGiB', perGiB);
}

export function believedUnits(told: ToldUnits): BelievedUnits | null {
  const { perCore, perGiB, perGpu } = told;
  if (doubtAboutUnits(told) !== null || perCore === null || perGiB === null) return null;
  return { perCore, perGiB, perGpu: believed('perGpu', perGpu) && perGpu > 0 ? perGpu : null };
}

/** A node whose prices are not believed, and what they are. */
export interface RefusedPrice {
  readonly node: string;
  readonly why: string;
}

/** Tells the nodes whose prices a cloud might ask from those whose are missing, negative, zero, monthly … */
export function checkPrices(told: readonly ToldPrices[]): {
  readonly believed: ReadonlyMap<string, BelievedUnits>;
  readonly refused: readonly RefusedPrice[];
} {
  const good = new Map<string, BelievedUnits>();
  const refused: RefusedPrice[] = [];
  for (const prices of told) {
    const units = believedUnits(prices);
    if (units) good.set(prices.node, units);
    else refused.push({ node: prices.node, why: doubtAboutUnits(prices) ?? 'missing' });
  }
  return { believed: good, refused };
}
