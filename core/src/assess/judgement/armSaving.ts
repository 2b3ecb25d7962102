import {
  bytes,
  type ClusterNode,
  cores,
  type EvidenceFact,
  type PriceBook,
  pricesOfNode,
  type ResourcePrices,
  usd,
} from '../../model/index.ts';
import { monthlyCost } from '../footprint/costs.ts';
import { distinctProvenance } from '../footprint/footprint.ts';
import type { Reservation } from '../footprint/reservation.ts';
import type { OwnFigures, WorkloadSubject } from '../rule.ts';
import { uncertaintyOf, widened } from '../saving/uncertainty.ts';
import { computed, fact } from './evidence.ts';

/** A price that is about this node: not a default, and not the fallback of all nodes. */
function ownPrice(book: PriceBook, node: string | null): ResourcePrices | null {
  if (node === null || !book.nodes.has(node)) return null;
  const prices = pricesOfNode(book, node);
  return prices.provenance.kind === 'default' ? null : prices;
}

/**
 * What the same requests cost less on other nodes, at the mean of those nodes' prices.
 *
 * @returns `null` where the price of one of the nodes is not known as its own
 */
export function armSaving(
  { workload, placements, context }: WorkloadSubject,
  pod: Reservation,
  arm: readonly ClusterNode[],
): { readonly effect: OwnFigures; readonly facts: readonly EvidenceFact[] } | null {
  const book = context.observation.prices;
  const onX86 = placements.filter(
    ({ node }) => node === null || context.nodes.get(node)?.architecture !== 'arm64',
  );
  const today = onX86.map(({ node, pods }) => ({ prices: ownPrice(book, node), pods }));
  const there = arm.map(({ name }) => ownPrice(book, name));
  const known = there.filter(prices => prices !== null);
  if (known.length < there.length || today.some(({ prices }) => prices === null)) return null;
  const pods = today.reduce((total, one) => total + one.pods, 0);
  const now = today.reduce(
    (total, one) => total + (one.prices ? one.pods * monthlyCost(pod, one.prices) : 0),
    0,
  );
  const after = (pods * known.reduce((total, prices) => total + monthlyCost(pod, prices), 0)) / known.length;
  const provenance = distinctProvenance([
    ...today.flatMap(({ prices }) => prices?.provenance ?? []),
    ...known.map(prices => prices.provenance),
  ]);
  const doubt = Math.max(...provenance.map(one => uncertaintyOf('price', one)));
  const saved = now - after;
  return {
    effect: {
      kind: 'figures',
      figures: {
        // Both prices may be off, each by its own error.
        usd: widened(
          { low: saved, likely: saved, high: saved },
          (doubt * (now + after)) / Math.max(Math.abs(saved), 1e-9),
          usd,
        ),
        // Watts per core of either kind of node are not told by anybody.
        carbon: null,
        energy: null,
        freedCpu: cores(0),
        freedMemory: bytes(0),
      },
      provenance,
      claims: (['cpu', 'memory'] as const).map(resource => ({
        workloadId: workload.id,
        container: null,
        resource,
      })),
    },
    facts: [
      fact(
        'pods.today',
        'What its pods request, on its nodes of today',
        now,
        'USD/month',
        computed('arm-price'),
      ),
      fact('pods.arm', 'What its pods request, on Arm nodes', after, 'USD/month', computed('arm-price')),
    ],
  };
}
