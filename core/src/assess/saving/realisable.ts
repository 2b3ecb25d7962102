import {
  type Consolidation,
  describeError,
  type NotAssessed,
  type Opportunity,
  type SavingFigures,
} from '../../model/index.ts';
import { consolidate } from '../consolidation/index.ts';
import { computed, fact } from '../judgement/evidence.ts';
import type { ClusterContext } from '../rule.ts';

/** Opportunities that say what they really save, and the simulation that tells it. */
export interface Realised {
  readonly opportunities: readonly Opportunity[];
  readonly consolidation: Consolidation | null;
  /** Why there is no simulation, where it failed. */
  readonly notAssessed: readonly NotAssessed[];
}

/** The part as a figure and as a fact, so that texts can tell it. */
function withPart(one: Opportunity, realisable: SavingFigures | null): Opportunity {
  if (realisable === null) return one;
  return {
    ...one,
    saving: { ...one.saving, realisable },
    evidence: [
      ...one.evidence,
      fact(
        'saving.realisable',
        'Saving in nodes that go when all findings are carried out',
        realisable.usd.likely,
        'USD/month',
        computed('consolidation'),
      ),
    ],
  };
}

/**
 * Simulates which nodes go and gives each opportunity its part in them. Nominal figures stay as they are:
 * a freed request is worth something, but money comes back only with a node.
 */
export function realised(
  opportunities: readonly Opportunity[],
  { observation, unknownLoad }: ClusterContext,
): Realised {
  try {
    const consolidation = consolidate(observation, opportunities, { unknownLoad });
    const parts = new Map(
      consolidation?.contributions.map(({ opportunityId, realisable }) => [opportunityId, realisable]),
    );
    return {
      opportunities: opportunities.map(one => withPart(one, parts.get(one.id) ?? null)),
      consolidation,
      notAssessed: [],
    };
  } catch (error) {
    const reason = `Which nodes go could not be simulated: ${describeError(error)}`;
    return {
      opportunities,
      consolidation: null,
      notAssessed: [{ subject: null, container: null, ruleId: null, reason }],
    };
  }
}
