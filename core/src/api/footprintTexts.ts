import {
  type Estimate,
  formatCarbon,
  formatEstimate,
  formatUsd,
  type GramsCO2e,
  gramsCO2e,
  usd,
} from '../model/index.ts';
import type { WorkloadFootprintView } from './schema.ts';

/** What goes with the carbon of running; `null` where the machines are not known. */
export const embodiedText = ({
  embodiedGramsCO2ePerMonth: embodied,
}: WorkloadFootprintView): string | null =>
  embodied === null ? null : `and ${formatCarbon(gramsCO2e(embodied))} of manufacture`;

const PARTS = [
  ['computeUsd', 'CPU and memory'],
  ['gpuUsd', 'GPUs'],
  ['storageUsd', 'volumes'],
  ['loadBalancerUsd', 'load balancers'],
  ['networkUsd', 'traffic'],
  ['sharedIdleUsd', 'share of idle nodes'],
] as const;

/** `$30.00 CPU and memory, $4.00 volumes`: what the cost is made of; nothing where it is one thing only. */
function costText({ costs }: WorkloadFootprintView): string | null {
  if (costs === null) return null;
  const parts = PARTS.filter(([key]) => (costs[key] ?? 0) !== 0);
  if (parts.length < 2) return null;
  return `The cost is made of ${parts.map(([key, label]) => `${formatUsd(usd(costs[key] ?? 0))} ${label}`).join(', ')}`;
}

/** What is worth knowing of a workload's footprint besides its totals, as sentences. */
export function footprintTexts(footprint: WorkloadFootprintView): readonly string[] {
  const { gramsCO2eRange, sci } = footprint;
  return [
    costText(footprint),
    gramsCO2eRange &&
      `The carbon of running it lies between ${formatCarbon(gramsCO2e(gramsCO2eRange.low))} and ${formatCarbon(gramsCO2e(gramsCO2eRange.high))} per month`,
    sci &&
      `Software carbon intensity: ${formatEstimate(sci.gramsCO2ePerUnit as Estimate<GramsCO2e>, formatCarbon)} per ${sci.unit}`,
  ].filter(text => text !== null);
}
