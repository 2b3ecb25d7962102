import {
  type Assessment,
  type NotAssessed,
  type Observation,
  type Opportunity,
  objectLabel,
  POLICIES,
  type Policy,
} from '../model/index.ts';
import { clusterContext } from './clusterContext.ts';
import { clusterBalance } from './footprint/clusterBalance.ts';
import { footprintOf } from './footprint/footprint.ts';
import { imbalanceOf } from './footprint/imbalance.ts';
import { forecastsOf } from './forecast/forecastsOf.ts';
import { judgeCluster } from './judgeCluster.ts';
import { judgeWorkload } from './judgeWorkload.ts';
import { contained, merged } from './judgement/judgement.ts';
import { once } from './once.ts';
import type { Rule } from './rule.ts';
import { RULES } from './rules/registry.ts';
import { rulesThatCanJudge } from './rulesThatCanJudge.ts';
import { countedOnce } from './saving/countedOnce.ts';
import { realised } from './saving/realisable.ts';
import { soundWorkloads } from './soundness.ts';

/** Plain code-unit order: the same on every machine, whatever its locale. */
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

const bySaving = (a: Opportunity, b: Opportunity): number =>
  b.saving.nominal.usd.likely - a.saving.nominal.usd.likely || compare(a.id, b.id);

const sortKey = (one: NotAssessed): string =>
  `${one.subject ? objectLabel(one.subject) : ''}\n${one.container ?? ''}\n${one.ruleId ?? ''}\n${one.reason}`;

/**
 * Judges an observation by rules (all of our own, unless told otherwise) under one policy, or the one of
 * `policies` that a workload or its namespace has chosen.
 *
 * Pure and deterministic: the same observation and policy give the same assessment. Total: a
 * workload that cannot be judged is listed in `notAssessed` and stops no other.
 */
export function assess(
  observation: Observation,
  policy: Policy,
  rules: readonly Rule[] = RULES,
  policies: readonly Policy[] = POLICIES,
): Assessment {
  const { sound, unsound, unknownLoad } = soundWorkloads(observation);
  const context = clusterContext(
    { ...observation, inventory: { ...observation.inventory, workloads: sound } },
    policy,
    unknownLoad,
    policies,
  );
  const { able, off } = rulesThatCanJudge(rules, observation);
  const { found, notAssessed } = merged([
    ...unsound,
    ...sound.map(workload =>
      contained(workload.reference, null, () => judgeWorkload(workload, context, able)),
    ),
    judgeCluster(context, able),
  ]);
  const footprints = new Map(sound.map(workload => [workload.id, footprintOf(workload, context)]));
  const balance = clusterBalance(context, footprints);
  const real = realised(countedOnce(found), context);
  const forecasts = once(() => forecastsOf(context));
  return {
    opportunities: real.opportunities.toSorted(bySaving),
    footprints,
    balance,
    notAssessed: [...notAssessed, ...real.notAssessed, ...imbalanceOf(context, balance)].toSorted((a, b) =>
      compare(sortKey(a), sortKey(b)),
    ),
    rulesOff: off,
    consolidation: real.consolidation,
    get forecasts() {
      return forecasts();
    },
  };
}
