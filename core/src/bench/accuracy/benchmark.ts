import { BALANCED } from '../../model/index.ts';
import { type Adviser, COMPARATORS, greenOps } from './advisers.ts';
import { type Score, scoreFor } from './outcome.ts';
import { canRoll, oneShot, rolling } from './protocols.ts';
import { type DataSet, USUAL_DATA_SETS } from './readTraces.ts';
import { POLICIES, settings } from './settings.ts';
import { type Contest, contestsOf, type CurvePoint, type Row, type Verdict, verdictsOf } from './verdicts.ts';

export interface Result {
  readonly dataSet: string;
  readonly machines: number;
  /** Our constants were fitted on these traces, the tested part included: no proof for others. */
  readonly inSample: boolean;
  readonly leftOut: readonly string[];
  readonly oneShot: {
    readonly rows: readonly Row[];
    readonly curve: readonly CurvePoint[];
    readonly contests: readonly Contest[];
  };
  /** `null` where the traces are too short for it. */
  readonly rolling: { readonly rows: readonly Row[]; readonly verdicts: readonly Verdict[] } | null;
}

const OURS: readonly Adviser[] = POLICIES.map(policy => greenOps(`GreenOps ${policy.name}`, policy));

const rowsOf = (score: (adviser: Adviser) => Score): readonly Row[] =>
  [...OURS, ...COMPARATORS].map(adviser => ({
    adviser: adviser.name,
    ours: OURS.includes(adviser),
    score: score(adviser),
  }));

/** Both protocols on one data set. */
export function benchmark({ name, traces, leftOut }: DataSet): Result {
  const tested = traces.map(oneShot);
  const rows = rowsOf(adviser => scoreFor(tested, adviser));
  const curve = settings(POLICIES).map(({ name: setting, policy }) => ({
    setting,
    score: scoreFor(tested, greenOps(setting, policy)),
  }));
  const renewed = traces.filter(canRoll).map(trace => rolling(trace));
  const rolled = renewed.length === 0 ? null : rowsOf(adviser => scoreFor(renewed, adviser));
  return {
    dataSet: name,
    machines: traces.length,
    inSample: USUAL_DATA_SETS.some(usual => usual === name),
    leftOut,
    oneShot: { rows, curve, contests: contestsOf(rows, curve) },
    rolling: rolled && { rows: rolled, verdicts: verdictsOf(rolled, BALANCED.name) },
  };
}
