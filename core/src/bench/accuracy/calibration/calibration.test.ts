import { POLICIES, ratio } from '../../../model/index.ts';
import type { Outcome } from '../outcome.ts';
import type { DataSet } from '../readTraces.ts';
import { cleanTrace, type Trace } from '../trace.ts';
import { calibrate } from './calibrate.ts';
import type { Candidate } from './candidates.ts';
import { advisedBy, choose } from './choose.ts';
import { heldOut } from './heldOut.ts';
import { calibrationText } from './reportText.ts';
import { type Trial, trialOf } from './trials.ts';

const outcome = (advised: number, above: number, badDays = 0): Outcome => ({
  capacity: 1_000,
  advised,
  samples: 100,
  above,
  badDays,
  changes: 0,
});

/** Named by its headroom in percent; stands at that place of a line. */
const candidate = (percent: number): Candidate => ({
  constants: { cpuHeadroom: ratio(percent / 100) },
  place: [percent / 100],
});

/** Outcomes of the candidates 0 %, 10 %, 20 % … on the machines of one data set. */
const trial = (outcomes: readonly (readonly Outcome[])[], more: Partial<Trial> = {}): Trial => ({
  dataSet: 'traces',
  resource: 'cpu',
  machines: (outcomes[0] ?? []).map((_, index) => `machine ${index}`),
  longEnough: true,
  krr: (outcomes[0] ?? []).map(() => outcome(100, 10)),
  p95: (outcomes[0] ?? []).map(() => outcome(110, 5)),
  candidates: outcomes.map((of, index) => ({ candidate: candidate(10 * index), outcomes: of })),
  ...more,
});

const asMuchAsKrr = ({ krr }: Trial): number => advisedBy(krr);
const chosen = (trials: readonly Trial[], resource = asMuchAsKrr) =>
  choose(trials, resource)?.candidate.constants.cpuHeadroom ?? null;

describe('choose', () => {
  it('takes the least harm that the budget buys, over all machines together', () => {
    const trials = [
      trial([
        [outcome(80, 9), outcome(80, 9)],
        // 90 + 110 is what KRR advises for both.
        [outcome(90, 4), outcome(110, 4)],
        [outcome(100, 1), outcome(101, 1)],
      ]),
    ];
    expect(chosen(trials)).toBe(0.1);
    expect(chosen(trials, () => 201)).toBe(0.2);
    expect(choose(trials, () => 1)).toBeNull();
  });

  it('takes the middle of those that noise cannot tell from the best', () => {
    const machines = (shares: readonly number[]) => shares.map(share => outcome(90, share));
    // The first three differ by less on the whole than from machine to machine; the last harms every machine more.
    const trials = [
      trial([machines([0, 4, 2, 4]), machines([4, 1, 4, 2]), machines([2, 4, 4, 0]), machines([9, 9, 9, 9])]),
    ];
    expect(choose(trials, asMuchAsKrr)).toMatchObject({
      candidate: { constants: { cpuHeadroom: 0.1 } },
      feasible: 4,
      nearBest: 3,
    });
  });

  it('is decided by what is learned from for long enough, and where nothing is so long, by all', () => {
    const good = [outcome(90, 1)];
    const bad = [outcome(90, 20)];
    const long = trial([good, bad]);
    const short = trial([bad, good], { dataSet: 'short', longEnough: false });
    expect(choose([long, short], asMuchAsKrr)?.judgedOn).toEqual(['traces']);
    expect(chosen([long, short])).toBe(0);
    expect(chosen([short])).toBe(0.1);
  });

  it('leaves a data set out on which nothing fits', () => {
    const impossible = trial([[outcome(500, 0)], [outcome(500, 0)]], { dataSet: 'impossible' });
    expect(choose([trial([[outcome(90, 1)], [outcome(90, 20)]]), impossible], asMuchAsKrr)?.judgedOn).toEqual(
      ['traces'],
    );
  });

  it('judges memory by bad days, then by samples', () => {
    const trials = [
      trial([[outcome(90, 1, 2)], [outcome(90, 9, 1)], [outcome(90, 8, 1)]], { resource: 'memory' }),
    ];
    expect(choose(trials, asMuchAsKrr)?.best.constants.cpuHeadroom).toBe(0.2);
  });
});

const HOUR = 3_600;

/** A machine that is busy in office hours, with a burst now and then; memory grows through the day. */
const machine = (number: number, days: number, busyFrom = 0): Trace =>
  cleanTrace(
    `machine ${number}`,
    Array.from({ length: days * 24 }, (_, hour) => {
      const used = 0.1 + ((hour * 7 + number) % 24) / 40 + ((hour + number) % 61 === 0 ? 1 : 0);
      return {
        time: hour * HOUR,
        cores: hour >= busyFrom && busyFrom > 0 ? 4 : used,
        capacityCores: 4,
        bytes: 1e9 + ((hour + number) % 24) * 1e7 + (hour % 97) * 1e6,
        capacityBytes: 8e9,
      };
    }),
  );

const machines = (days: number, busyFrom?: number): readonly Trace[] =>
  [0, 1, 2, 3, 4].map(number => machine(number, days, busyFrom));
const dataSet = (traces: readonly Trace[]): DataSet => ({ name: 'made up', traces, leftOut: [] });

describe('trialOf', () => {
  it('does not see the test part', () => {
    const trials = [undefined, 14 * 24].map(busyFrom => trialOf(dataSet(machines(30, busyFrom)), 'cpu'));
    expect(trials[0]).toEqual(trials[1]);
    expect(trialOf(dataSet(machines(30, 13 * 24)), 'cpu')).not.toEqual(trials[0]);
  });

  it('tells which histories are too short for a policy to propose anything', () => {
    const longEnough = (days: number) => trialOf(dataSet(machines(days)), 'cpu')?.longEnough;
    // Of 8 days half are learned from, and of these half are to be scored.
    expect([longEnough(30), longEnough(13), longEnough(8)]).toEqual([true, true, false]);
  });

  it('leaves a resource out that no machine has', () => {
    const withoutMemory = machines(30).map(({ name, samples }) => ({
      name,
      samples: samples.map(sample => ({ ...sample, memory: null })),
    }));
    expect(trialOf(dataSet(withoutMemory), 'memory')).toBeNull();
  });
});

describe('calibrate', () => {
  const made = dataSet(machines(30));
  const trials = (['cpu', 'memory'] as const).flatMap(resource => trialOf(made, resource) ?? []);
  const calibrated = calibrate(trials);

  it('keeps each policy within its budget and covers every sample of memory where it must', () => {
    expect(calibrated.map(({ policy }) => policy.id)).toEqual(POLICIES.map(({ id }) => id));
    for (const { policy, choices } of calibrated) {
      if (policy.id === 'max-savings') continue;
      expect(policy.memoryWorth).toBeNull();
      const share = policy.id === 'balanced' ? 1 : 1.15;
      for (const { resource, krr, candidates } of trials) {
        const outcomes = candidates.find(one => one.candidate === choices[resource]?.candidate)?.outcomes;
        expect(advisedBy(outcomes ?? [])).toBeGreaterThan(0);
        expect(advisedBy(outcomes ?? [])).toBeLessThanOrEqual(advisedBy(krr) * share);
      }
    }
  });

  it('says what the constants do on what they were not made from', () => {
    const unseen: DataSet = { name: 'never seen', traces: machines(10), leftOut: [] };
    const report = heldOut([made], trials, calibrated, [unseen]);
    expect(report.map(({ title }) => title)).toEqual([
      'made up, rolling, days of the test part only',
      'made up, one-shot, test part',
      'never seen, rolling, no part was calibrated on',
      'never seen, one-shot, no part was calibrated on',
      'made up, rolling, 5 folds: each machine under constants calibrated without it',
    ]);
    const text = calibrationText(calibrated, report);
    expect(text).toContain('hold of calibrated balanced');
    expect(text).toContain('inside or on the curve of the calibrated policies');
  });

  it('keeps what ships where no setting fits', () => {
    const frugal = trials.map(trial => ({ ...trial, krr: trial.krr.map(() => outcome(0, 0)), p95: [] }));
    const kept = calibrate(frugal);
    expect(kept.map(({ policy }) => policy)).toEqual(POLICIES);
    expect(calibrationText(kept, [])).toContain('nothing fits the budget; the shipped constants stay');
  });
});
