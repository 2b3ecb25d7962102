import {
  type Bytes,
  type Cores,
  type Estimate,
  formatBytes,
  formatCarbon,
  formatCores,
  formatCount,
  formatEnergy,
  formatEstimate,
  formatRatio,
  formatUsd,
  type GramsCO2e,
  gramsCO2e,
  kilowattHours,
  ratio,
  type Usd,
  usd,
} from '../model/index.ts';
import type {
  BalanceView,
  CapacityView,
  ConsolidationView,
  ForecastMeasureName,
  ForecastsView,
  ForecastSummaryView,
  LedgerAmountsView,
  NodeOutlook,
  NodeOutlookView,
  PoolForecastView,
  RuleOffView,
} from './clusterReportSchema.ts';
import type { SavingFiguresView } from './schema.ts';
import { NOT_KNOWN } from './wording.ts';

/** Words for the report on a cluster, so that the terminal and the pages tell the same. */

/** One amount of the ledger as a bar shows it. */
export interface BalanceLine {
  readonly key: keyof LedgerAmountsView;
  readonly label: string;
  /** Written; `null` where the nodes' amount is not known. */
  readonly nodes: string | null;
  readonly workloads: string | null;
  readonly unallocated: string | null;
  /** Of the nodes' amount, 0 … 1; `null` where a part is not known or the whole is zero. */
  readonly unallocatedShare: number | null;
}

const AMOUNTS: readonly (readonly [
  key: keyof LedgerAmountsView,
  label: string,
  write: (amount: number) => string,
])[] = [
  ['usdPerMonth', 'Cost', amount => formatUsd(usd(amount))],
  ['kilowattHoursPerMonth', 'Energy', amount => formatEnergy(kilowattHours(amount))],
  ['gramsCO2ePerMonth', 'Carbon of running', amount => formatCarbon(gramsCO2e(amount))],
  ['embodiedGramsCO2ePerMonth', 'Carbon of manufacture', amount => formatCarbon(gramsCO2e(amount))],
];

/** A share that can be drawn: rounding of the ledger may leave a hair outside of 0 … 1. */
const shareOf = (part: number | null, whole: number | null): number | null =>
  part === null || whole === null || whole <= 0 ? null : Math.min(1, Math.max(0, part / whole));

/** Per month: what the nodes take, what of it workloads hold and what nobody does. */
export const balanceLines = ({ nodes, workloads, unallocated }: BalanceView): readonly BalanceLine[] =>
  AMOUNTS.map(([key, label, write]) => {
    const text = (amount: number | null) => (amount === null ? null : write(amount));
    return {
      key,
      label,
      nodes: text(nodes[key]),
      workloads: text(workloads[key]),
      unallocated: text(unallocated[key]),
      unallocatedShare: shareOf(unallocated[key], nodes[key]),
    };
  });

/** `$906 (49 %) of it nobody uses`; `null` where it is not known. */
export function unallocatedText({ unallocated, unallocatedShare }: BalanceLine): string | null {
  if (unallocated === null || unallocatedShare === null) return null;
  return `${unallocated} (${formatRatio(ratio(unallocatedShare))})`;
}

/** What becomes of a node, in a word for legends and in a sentence for one node. */
export const NODE_OUTLOOK_LABELS: Readonly<Record<NodeOutlook, string>> = {
  'goes-now': 'can go now',
  'goes-after-fixes': 'can go after fixes',
  'needed-again': 'is needed again after fixes',
  stays: 'stays',
};

/** `$289, 8.18 kWh and 921 gCO₂e per month`; what is not known is left out. */
export function figuresText({
  usdPerMonth,
  kilowattHoursPerMonth,
  gramsCO2ePerMonth,
}: SavingFiguresView): string {
  const parts = [
    formatUsd(usd(usdPerMonth.likely)),
    ...(kilowattHoursPerMonth === null ? [] : [formatEnergy(kilowattHours(kilowattHoursPerMonth.likely))]),
    ...(gramsCO2ePerMonth === null ? [] : [formatCarbon(gramsCO2e(gramsCO2ePerMonth.likely))]),
  ];
  const last = parts.pop() ?? '';
  return `${parts.length === 0 ? last : `${parts.join(', ')} and ${last}`} per month`;
}

const countOf = ({ nodes }: ConsolidationView, ...outlooks: readonly NodeOutlook[]): number =>
  nodes.filter(({ outlook }) => outlooks.includes(outlook)).length;

/** Nodes by pool, by its name. */
export function nodesByPool(
  nodes: readonly NodeOutlookView[],
): readonly (readonly [pool: string, nodes: readonly NodeOutlookView[]])[] {
  const pools = new Map<string, NodeOutlookView[]>();
  for (const node of nodes) {
    const pool = node.pool ?? 'no pool';
    pools.set(pool, [...(pools.get(pool) ?? []), node]);
  }
  return [...pools].sort(([a], [b]) => (a < b ? -1 : 1));
}

/** How many nodes go, now and in the end, and what that saves: one sentence each. */
export function consolidationTexts(consolidation: ConsolidationView): readonly string[] {
  const { nodes, savingNow, savingInTheEnd } = consolidation;
  // Those that are needed again could go today as well.
  const now = countOf(consolidation, 'goes-now', 'needed-again');
  const later = countOf(consolidation, 'goes-after-fixes');
  const again = countOf(consolidation, 'needed-again');
  const today =
    now === 0
      ? `None of ${formatCount(nodes.length, 'node')} can go today`
      : `${now} of ${formatCount(nodes.length, 'node')} can go today, which saves ${figuresText(savingNow)}`;
  if (later === 0 && again === 0) return [today, 'No more would go if every finding were mended'];
  const change = [
    ...(later === 0 ? [] : [`${later} more can go`]),
    ...(again === 0 ? [] : [`${again} of them ${again === 1 ? 'is' : 'are'} needed again`]),
  ];
  return [
    today,
    `Once the findings are mended ${change.join(' and ')}, which saves ${figuresText(savingInTheEnd)} in all`,
  ];
}

/** Why a node goes or stays, as sentences under its name. */
export function nodeReasons({ outlook, movedPods, saving, reasons }: NodeOutlookView): readonly string[] {
  const moved =
    movedPods === null || movedPods === 0
      ? 'No pod has to move'
      : `${formatCount(movedPods, 'pod')} would move to other nodes`;
  const saves = saving === null ? [] : [`It saves ${figuresText(saving)}`];
  switch (outlook) {
    case 'goes-now':
    case 'goes-after-fixes':
      return [moved, ...saves];
    case 'needed-again':
      return ['It could go today, but what is too small needs its room once it is mended', ...reasons];
    case 'stays':
      return reasons;
    default: {
      const never: never = outlook;
      return never;
    }
  }
}

export const FORECAST_LABELS: Readonly<Record<ForecastMeasureName, string>> = {
  cost: 'Cost',
  carbon: 'Carbon',
  cpu: 'CPU',
  memory: 'Memory',
};

const RATES: Readonly<Record<ForecastMeasureName, (rate: number) => string>> = {
  cpu: rate => formatCores(rate as Cores),
  memory: rate => formatBytes(rate as Bytes),
  // As money and emissions are paid and counted: by the day, not by the hour.
  cost: rate => `${formatUsd((rate * 24) as Usd)}/day`,
  carbon: rate => `${formatCarbon((rate * 24) as GramsCO2e)}/day`,
};

/** Writes a rate of a forecast: `7.04 cores`, `$25.70/day`. */
export const rateText = (measure: ForecastMeasureName, rate: number): string => RATES[measure](rate);

/** A rate with its interval, or why there is none. */
export const forecastNowText = (measure: ForecastMeasureName, forecast: ForecastSummaryView): string =>
  forecast.kind === 'forecast' ? formatEstimate(forecast.now, RATES[measure]) : NOT_KNOWN;

/** What adds up over so many days, or else the mean rate, with its interval. */
export function horizonText(
  measure: ForecastMeasureName,
  forecast: ForecastSummaryView,
  days: number,
): string {
  if (forecast.kind !== 'forecast') return NOT_KNOWN;
  const horizon = forecast.horizons.find(one => one.days === days);
  if (horizon === undefined) return NOT_KNOWN;
  if (horizon.total === null) return formatEstimate(horizon.mean, RATES[measure]);
  return measure === 'cost'
    ? formatEstimate(horizon.total as Estimate<Usd>, formatUsd)
    : formatEstimate(horizon.total as Estimate<GramsCO2e>, formatCarbon);
}

/** The namespaces that will cost most, and how many others there are. */
export function namespacesByCost(
  { namespaces }: ForecastsView,
  most: number,
): { readonly most: ForecastsView['namespaces']; readonly others: number } {
  const costOf = ({ measures: { cost } }: ForecastsView['namespaces'][number]): number =>
    cost.kind === 'forecast' ? (cost.horizons[0]?.mean.likely ?? 0) : -1;
  return {
    most: namespaces.toSorted((a, b) => costOf(b) - costOf(a)).slice(0, most),
    others: Math.max(0, namespaces.length - most),
  };
}

/** `2026-12-24` of an ISO time. */
export const dayText = (iso: string): string => iso.slice(0, 10);

/** When a pool has no room left: `full on 2026-12-24 (2026-12-11 – later)`. */
export function capacityText({ full }: CapacityView): string {
  switch (full.kind) {
    case 'full-now':
      return 'full now';
    case 'full-on': {
      const { earliest, likely, latest } = full;
      const latestText = latest === null ? 'or not within 90 d' : `or as late as ${dayText(latest)}`;
      return likely === null
        ? `maybe from ${dayText(earliest)} on`
        : `on ${dayText(likely)}, as early as ${dayText(earliest)} ${latestText}`;
    }
    case 'never':
      return `not within ${full.withinDays} d`;
    case 'not-enough-history':
      return full.reason;
    default: {
      const never: never = full;
      return never;
    }
  }
}

/** One resource of a pool as a table writes it. */
export interface CapacityRow {
  readonly key: string;
  readonly pool: string;
  readonly resource: string;
  readonly requested: string;
  readonly used: string;
  readonly room: string;
  /** When what the scheduler counts, or sooner what is really used, fills it. */
  readonly full: string;
}

const soonest = ({ full }: CapacityView): number => {
  if (full.kind === 'full-now') return 0;
  return full.kind === 'full-on' ? Date.parse(full.likely ?? full.earliest) : Number.POSITIVE_INFINITY;
};

function capacityRow({ name, nodes }: PoolForecastView, both: readonly CapacityView[]): CapacityRow[] {
  const requested = both.find(({ basis }) => basis === 'requested');
  const used = both.find(({ basis }) => basis === 'used');
  const first = requested ?? used;
  if (first === undefined) return [];
  const now = (capacity: CapacityView | undefined) =>
    capacity === undefined || capacity.now === null ? NOT_KNOWN : rateText(capacity.resource, capacity.now);
  const usedIsSooner = used !== undefined && soonest(used) < soonest(first);
  return [
    {
      key: `${name}/${first.resource}`,
      pool: `${name} (${formatCount(nodes, 'node')})`,
      resource: FORECAST_LABELS[first.resource],
      requested: now(requested),
      used: now(used),
      room: rateText(first.resource, first.capacity),
      full: usedIsSooner ? `by what is used ${capacityText(used)}` : capacityText(first),
    },
  ];
}

/** When each pool is full, by resource. */
export const capacityRows = (pools: readonly PoolForecastView[]): readonly CapacityRow[] =>
  pools.flatMap(pool =>
    (['cpu', 'memory'] as const).flatMap(name =>
      capacityRow(
        pool,
        pool.capacities.filter(({ resource }) => resource === name),
      ),
    ),
  );

/** `needs kube_x or kube_y, and dcgm_z`: what a rule that is off is missing. */
export const missingText = ({ missing }: RuleOffView): string =>
  missing.map(names => names.join(' or ')).join(', and ');
