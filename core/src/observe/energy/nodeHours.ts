import type { UnixSeconds } from '../../model/index.ts';
import type { MeteredNode } from '../fold/MeteredPower.ts';
import type { HourWeight } from './hourlyWeights.ts';
import { judgeNodePower, type PowerJudgement } from './judgeNodePower.ts';
import type { NodeModel } from './nodeModel.ts';

/** All that is known of one node's power. */
export interface NodeEvidence {
  readonly cpus: number | null;
  readonly model: NodeModel;
  readonly meter: MeteredNode | null;
  readonly watts: ReadonlyMap<UnixSeconds, readonly HourWeight[]>;
  readonly cores: ReadonlyMap<UnixSeconds, readonly HourWeight[]>;
}

/** One hour of a node, read in one way only. */
export interface NodeHour {
  readonly hour: UnixSeconds;
  readonly active: number;
  readonly idle: number;
  readonly by: 'meter' | 'model';
  readonly weights: readonly HourWeight[];
  readonly weightsBy: 'watts' | 'cores';
  /** Active watts per unit of weight. */
  readonly wattsPerWeight: number;
}

/** Watts or cores below which weights are noise: dividing by them gives no share that means anything. */
const LEAST_WEIGHT = 1e-9;

const NONE: readonly HourWeight[] = [];

const totalOf = (weights: readonly HourWeight[]): number =>
  weights.reduce((total, { value }) => total + value, 0);

function modelledHour(hour: UnixSeconds, { model, cores }: NodeEvidence): NodeHour {
  const weights = cores.get(hour) ?? NONE;
  return {
    hour,
    active: totalOf(weights) * model.wattsPerCore,
    idle: model.idleWatts,
    by: 'model',
    weights,
    weightsBy: 'cores',
    wattsPerWeight: model.wattsPerCore,
  };
}

function meteredHour(
  { hour, active, idle }: MeteredNode['hourly'][number],
  { model, watts, cores }: NodeEvidence,
): NodeHour {
  const metered = watts.get(hour) ?? NONE;
  const weights = metered.length > 0 ? metered : (cores.get(hour) ?? NONE);
  const total = totalOf(weights);
  const share = total > LEAST_WEIGHT ? active / total : 0;
  return {
    hour,
    active,
    idle: idle ?? model.idleWatts,
    by: 'meter',
    weights,
    weightsBy: metered.length > 0 ? 'watts' : 'cores',
    // Metered pods get what their meter says, but together never more than the node's.
    wattsPerWeight: metered.length > 0 ? Math.min(1, share) : share,
  };
}

/** What a node showed over the window, and what its meter is worth. */
export interface NodeHours {
  /** Oldest first; hours in which nothing of the node was seen are absent. */
  readonly hours: readonly NodeHour[];
  /** `unmetered` where there is no meter. */
  readonly judgement: PowerJudgement | 'unmetered';
}

/** The judgement that most hours share decides over the meter; of a meter that is believed, single bad hours are modelled. */
export function nodeHours(evidence: NodeEvidence): NodeHours {
  const { meter, model, cpus, watts, cores } = evidence;
  const metered = new Map((meter?.hourly ?? []).map(one => [one.hour, one]));
  const judgements = new Map<UnixSeconds, PowerJudgement>();
  for (const { hour, active, idle } of metered.values()) {
    judgements.set(hour, judgeNodePower(active + (idle ?? model.idleWatts), cpus));
  }
  const judgement = prevailing([...judgements.values()]);
  const seen = new Set([...metered.keys(), ...watts.keys(), ...cores.keys()]);
  const hours = [...seen]
    .sort((a, b) => a - b)
    .map(hour => {
      const told = metered.get(hour);
      const believed = judgement === 'plausible' && judgements.get(hour) === 'plausible';
      return told !== undefined && believed ? meteredHour(told, evidence) : modelledHour(hour, evidence);
    });
  return { hours, judgement };
}

function prevailing(judgements: readonly PowerJudgement[]): NodeHours['judgement'] {
  if (judgements.length === 0) return 'unmetered';
  const count = (of: PowerJudgement) => judgements.filter(one => one === of).length;
  if (count('plausible') * 2 > judgements.length) return 'plausible';
  return count('fake') > count('absurd') ? 'fake' : 'absurd';
}
