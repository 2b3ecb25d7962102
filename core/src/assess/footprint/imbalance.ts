import { type ClusterBalance, formatCount, type LedgerAmounts, type NotAssessed } from '../../model/index.ts';
import type { ClusterContext } from '../rule.ts';
import type { PowerRhythm } from './powerRhythm.ts';

/** Rounding of sums of some ten thousand parts stays far below this share. */
const TOLERANCE = 1e-6;

const LABELS: Readonly<Record<keyof LedgerAmounts, string>> = {
  usdPerMonth: 'cost',
  energyPerMonth: 'energy',
  carbonPerMonth: 'operational carbon',
  embodiedPerMonth: 'embodied carbon',
};

const isOff = (difference: number, whole: number): boolean =>
  !(Math.abs(difference) <= TOLERANCE * Math.max(1, Math.abs(whole)));

/** What does not fit in one amount of the ledger, as a predicate; `null` where it does, or is not known. */
function faultOf(
  { nodes, workloads, unallocated }: ClusterBalance,
  amount: keyof LedgerAmounts,
): string | null {
  const [whole, given, rest] = [nodes[amount], workloads[amount], unallocated[amount]];
  if (whole === null || given === null || rest === null) return null;
  if (isOff(whole - given - rest, whole)) {
    return 'does not add up: workloads and what is unallocated are not what the nodes have';
  }
  // Of money the rest may be negative: pods may use more than their nodes were asked to reserve.
  const negative = amount !== 'usdPerMonth' && rest < -TOLERANCE * Math.max(1, Math.abs(whole));
  return negative ? 'does not add up: workloads have more of it than the nodes' : null;
}

/** Hours in which the workloads draw more active power than all nodes together. */
function overdrawnHours({ observation, power }: ClusterContext): number {
  const { hours } = power;
  const whole = new Float64Array(hours.hours.length);
  const given = new Float64Array(hours.hours.length);
  const add = (to: Float64Array, watts: number, { factors }: PowerRhythm) => {
    for (let place = 0; place < to.length; place += 1) {
      to[place] = (to[place] ?? 0) + watts * (factors[place] ?? 0);
    }
  };
  for (const { node, active } of observation.energy.nodes.values()) {
    add(whole, active, power.activeOfNode(node));
  }
  for (const { workloadId, active } of observation.energy.workloads.values()) {
    add(given, active, power.ofWorkload(workloadId));
  }
  return given.filter((watts, place) => watts > (whole[place] ?? 0) * (1 + TOLERANCE) + TOLERANCE).length;
}

/**
 * Asserts that the ledger balances, over the month and hour by hour. A sum that does not fit is told
 * loudly, about the cluster as a whole, instead of being shown as if it did.
 */
export function imbalanceOf(context: ClusterContext, balance: ClusterBalance): readonly NotAssessed[] {
  const { id, name } = context.observation.cluster;
  const amounts = Object.keys(LABELS) as (keyof LedgerAmounts)[];
  const reasons = amounts.flatMap(amount => {
    const fault = faultOf(balance, amount);
    return fault === null ? [] : [`The ${LABELS[amount]} of the cluster ${fault}`];
  });
  const hours = overdrawnHours(context);
  if (hours > 0 && reasons.length === 0) {
    reasons.push(`In ${formatCount(hours, 'hour')} of the window workloads draw more power than their nodes`);
  }
  return reasons.map(reason => ({
    subject: { clusterId: id, namespace: '', kind: 'Cluster', name },
    container: null,
    ruleId: null,
    reason,
  }));
}
