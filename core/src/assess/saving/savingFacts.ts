import {
  type Estimate,
  type EvidenceFact,
  HOURS_PER_MONTH,
  type Observation,
  pricesOfNode,
  type SavingFigures,
} from '../../model/index.ts';
import { computed, fact } from '../judgement/evidence.ts';
import type { Placement } from '../rule.ts';

const estimateFacts = (id: string, label: string, estimate: Estimate<number>, unit: EvidenceFact['unit']) => [
  fact(id, `${label}, most likely`, estimate.likely, unit, computed('nominal-saving')),
  fact(`${id}.low`, `${label}, at least`, estimate.low, unit, computed('nominal-saving')),
  fact(`${id}.high`, `${label}, at most`, estimate.high, unit, computed('nominal-saving')),
];

/** Carbon and what it is the product of: energy, overhead of the data centre, grid. */
function carbonFacts({ carbon, energy }: SavingFigures, { pue, grid }: Observation): readonly EvidenceFact[] {
  if (!carbon || !energy || !grid) return [];
  return [
    ...estimateFacts('saving.carbon', 'Carbon saving', carbon, 'gCO2e/month'),
    fact(
      'saving.energy',
      'Energy saving, most likely',
      energy.likely,
      'kWh/month',
      computed('nominal-saving'),
    ),
    fact('pue', 'Power usage effectiveness (PUE)', pue.factor, 'count', pue.provenance),
    fact('grid.intensity', `Grid intensity, ${grid.zone}`, grid.intensity, 'gCO2e/kWh', grid.provenance),
  ];
}

/** What the change saves, as facts that texts may use. */
export function figureFacts(figures: SavingFigures, observation: Observation): readonly EvidenceFact[] {
  return [
    ...estimateFacts('saving.usd', 'Saving', figures.usd, 'USD/month'),
    ...carbonFacts(figures, observation),
    ...(figures.freedCpu === 0
      ? []
      : [fact('freed.cpu', 'CPU freed, all pods', figures.freedCpu, 'cores', computed('nominal-saving'))]),
    ...(figures.freedMemory === 0
      ? []
      : [
          fact(
            'freed.memory',
            'Memory freed, all pods',
            figures.freedMemory,
            'bytes',
            computed('nominal-saving'),
          ),
        ]),
  ];
}

/** The prices of the nodes the pods run on. */
export function priceFacts(
  placements: readonly Placement[],
  observation: Observation,
): readonly EvidenceFact[] {
  const pods = placements.reduce((total, placement) => total + placement.pods, 0);
  const mean = (price: (node: string | null) => number) =>
    pods > 0 ? placements.reduce((total, { node, pods: share }) => total + price(node) * share, 0) / pods : 0;
  const provenance = pricesOfNode(observation.prices, placements[0]?.node ?? null).provenance;
  return [
    fact(
      'price.core',
      'Price of one core on its nodes',
      mean(node => pricesOfNode(observation.prices, node).perCore) * HOURS_PER_MONTH,
      'USD/month',
      provenance,
    ),
    fact(
      'price.gib',
      'Price of one GiB of memory on its nodes',
      mean(node => pricesOfNode(observation.prices, node).perGiB) * HOURS_PER_MONTH,
      'USD/month',
      provenance,
    ),
  ];
}
