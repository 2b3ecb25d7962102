import {
  type Assessment,
  type NotAssessed,
  type Observation,
  type Opportunity,
  type Policy,
  workloadLabel,
} from '../model/index.ts';
import { clusterContext } from './clusterContext.ts';
import { footprintOf } from './footprint/footprint.ts';
import { judgeWorkload } from './judgeWorkload.ts';
import { contained, merged } from './judgement/judgement.ts';
import { soundWorkloads } from './soundness.ts';

/** Plain code-unit order: the same on every machine, whatever its locale. */
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

const bySaving = (a: Opportunity, b: Opportunity): number =>
  b.saving.nominal.usd.likely - a.saving.nominal.usd.likely || compare(a.id, b.id);

const sortKey = (one: NotAssessed): string =>
  `${one.workload ? workloadLabel(one.workload) : ''}\n${one.container ?? ''}\n${one.ruleId ?? ''}\n${one.reason}`;

/**
 * Judges an observation by all rules under one policy.
 *
 * Pure and deterministic: the same observation and policy give the same assessment. Total: a
 * workload that cannot be judged is listed in `notAssessed` and stops no other.
 */
export function assess(observation: Observation, policy: Policy): Assessment {
  const { sound, unsound } = soundWorkloads(observation);
  const context = clusterContext(
    { ...observation, inventory: { ...observation.inventory, workloads: sound } },
    policy,
  );
  const { opportunities, notAssessed } = merged([
    ...unsound,
    ...sound.map(workload => contained(workload, null, () => judgeWorkload(workload, context))),
  ]);
  return {
    opportunities: opportunities.toSorted(bySaving),
    footprints: new Map(sound.map(workload => [workload.id, footprintOf(workload, context)])),
    notAssessed: notAssessed.toSorted((a, b) => compare(sortKey(a), sortKey(b))),
  };
}
