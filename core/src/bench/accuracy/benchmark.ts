import { type Adviser, COMPARATORS, greenOps } from './advisers.ts';
import { canRoll, oneShot, rolling, type Score, split } from './protocols.ts';
import { type DataSet, USUAL_DATA_SETS } from './readTraces.ts';
import { POLICIES, settings } from './settings.ts';

export interface Row {
  readonly adviser: string;
  readonly ours: boolean;
  readonly score: Score;
}

/** One point of our curve: a setting and what it does. */
export interface CurvePoint {
  readonly setting: string;
  readonly score: Score;
}

/** Whether one of our settings frees at least as much as a comparator and is exceeded less often. */
export interface Contest {
  readonly comparator: string;
  readonly resource: 'cpu' | 'memory';
  /** The setting that is exceeded least among those that free as much; `null` where none frees as much. */
  readonly answer: CurvePoint | null;
  /** `level` where neither is ever exceeded. */
  readonly result: 'inside' | 'level' | 'outside';
}

export interface Verdict {
  readonly claim: string;
  readonly holds: boolean;
  readonly figures: string;
}

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

const FIGURES = {
  cpu: ({ cpuFreed, cpuAbove, cpuMachinesAbove }: Score) => ({
    freed: cpuFreed,
    above: cpuAbove,
    machines: cpuMachinesAbove,
  }),
  memory: ({ memory }: Score) =>
    memory && { freed: memory.freed, above: memory.above, machines: memory.machinesAny },
} as const;

function contest(row: Row, resource: 'cpu' | 'memory', curve: readonly CurvePoint[]): Contest | null {
  const theirs = FIGURES[resource](row.score);
  if (!theirs) return null;
  const best = curve
    .flatMap(point => {
      const figures = FIGURES[resource](point.score);
      return figures && figures.freed >= theirs.freed ? [{ point, figures }] : [];
    })
    .toSorted((a, b) => a.figures.above - b.figures.above || a.figures.machines - b.figures.machines)[0];
  const comparator = row.adviser;
  if (!best) return { comparator, resource, answer: null, result: 'outside' };
  const { above, machines } = best.figures;
  const result =
    above < theirs.above && machines <= theirs.machines
      ? 'inside'
      : above === 0 && theirs.above === 0
        ? 'level'
        : 'outside';
  return { comparator, resource, answer: best.point, result };
}

const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;

/** The claims about advice that is renewed: balanced against KRR and the Vertical Pod Autoscaler. */
function verdictsOf(rows: readonly Row[]): readonly Verdict[] {
  const named = (part: string) => rows.find(({ adviser }) => adviser.includes(part))?.score;
  const [ours, krr, vpa] = [named('Balanced'), named('KRR'), named('VPA')];
  if (!ours || !krr || !vpa) return [];
  const verdict = (claim: string, holds: boolean, figures: string): Verdict => ({ claim, holds, figures });
  return [
    verdict(
      'frees at least the CPU that KRR frees, within one point',
      ours.cpuFreed >= krr.cpuFreed - 0.01,
      `${percent(ours.cpuFreed)} against ${percent(krr.cpuFreed)}`,
    ),
    verdict(
      'at most half of KRR’s machines above on CPU',
      ours.cpuMachinesAbove <= krr.cpuMachinesAbove / 2,
      `${ours.cpuMachinesAbove} against ${krr.cpuMachinesAbove}`,
    ),
    verdict(
      'no more changes than the Vertical Pod Autoscaler',
      ours.changesPerMachine <= vpa.changesPerMachine,
      `${ours.changesPerMachine.toFixed(2)} against ${vpa.changesPerMachine.toFixed(2)} per machine`,
    ),
    ...(ours.memory && krr.memory && vpa.memory
      ? [
          verdict(
            'frees at least the memory that KRR frees, within one point',
            ours.memory.freed >= krr.memory.freed - 0.01,
            `${percent(ours.memory.freed)} against ${percent(krr.memory.freed)}`,
          ),
          verdict(
            'fewer of KRR’s machines above on memory',
            ours.memory.machinesAny < krr.memory.machinesAny,
            `${ours.memory.machinesAny} against ${krr.memory.machinesAny}`,
          ),
          verdict(
            'no more memory changes than the Vertical Pod Autoscaler',
            ours.memory.changesPerMachine <= vpa.memory.changesPerMachine,
            `${ours.memory.changesPerMachine.toFixed(2)} against ${vpa.memory.changesPerMachine.toFixed(2)} per machine`,
          ),
        ]
      : []),
  ];
}

/** Both protocols on one data set. */
export function benchmark({ name, traces, leftOut }: DataSet): Result {
  const splits = traces.map(split);
  const rows = rowsOf(adviser => oneShot(splits, adviser));
  const curve = settings().map(({ name: setting, policy }) => ({
    setting,
    score: oneShot(splits, greenOps(setting, policy)),
  }));
  const contests = rows
    .filter(({ ours }) => !ours)
    .flatMap(row => (['cpu', 'memory'] as const).flatMap(resource => contest(row, resource, curve) ?? []));
  const long = traces.filter(canRoll);
  const rolled = long.length === 0 ? null : rowsOf(adviser => rolling(long, adviser));
  return {
    dataSet: name,
    machines: traces.length,
    inSample: USUAL_DATA_SETS.some(usual => usual === name),
    leftOut,
    oneShot: { rows, curve, contests },
    rolling: rolled && { rows: rolled, verdicts: verdictsOf(rolled) },
  };
}
