import type { Score } from './outcome.ts';

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

/** Each comparator's rows against the curve. */
export const contestsOf = (rows: readonly Row[], curve: readonly CurvePoint[]): readonly Contest[] =>
  rows
    .filter(({ ours }) => !ours)
    .flatMap(row => (['cpu', 'memory'] as const).flatMap(resource => contest(row, resource, curve) ?? []));

const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;

/**
 * The claims about advice that is renewed: one of ours against KRR and the Vertical Pod Autoscaler.
 * @param name - the adviser's, in the rows
 */
export function verdictsOf(rows: readonly Row[], name: string): readonly Verdict[] {
  const named = (part: string) => rows.find(({ adviser }) => adviser.includes(part))?.score;
  const [ours, krr, vpa] = [named(name), named('KRR'), named('VPA')];
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
