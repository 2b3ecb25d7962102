import {
  BALANCED,
  gramsCO2ePerKilowattHour,
  seconds,
  unixSeconds,
  type Workload,
} from '../../model/index.ts';
import { clusterContext } from '../clusterContext.ts';
import { type ClusterSketch } from '../examples/clusterSketch.ts';
import { observationOf } from '../examples/observationOf.ts';
import { unsafeHours } from './daylightSaving.ts';
import { laterBy, startsWithin } from './schedule.ts';
import { shiftingOf } from './shiftingOf.ts';
import { slackOf } from './slack.ts';

const DAY = 86_400;
const at = (text: string) => unixSeconds(Date.parse(text) / 1000);

describe('a schedule', () => {
  it.each([
    ['30 2 * * *', 4, '30 6 * * *'],
    ['0 2,14 * * *', 3, '0 5,17 * * *'],
    ['@daily', 5, '0 5 * * *'],
    ['15 22 * * *', 4, '15 2 * * *'],
    ['0 23 * * 1-5', 2, '0 1 * * 2,3,4,5,6'],
    ['0 23 * * 6,0', 2, '0 1 * * 0,1'],
    ['0 2 1 * *', 4, '0 6 1 * *'],
    ['0 23 1 * *', 4, null],
    ['0 23 * * MON', 4, null],
    ['0 9,23 * * 1', 4, null],
    ['*/10 * * * *', 4, null],
    ['0 */6 * * *', 1, null],
    ['0 9-17 * * *', 1, null],
    ['nonsense', 1, null],
  ])('%s, %i hours later, is %s', (schedule, hours, later) => {
    expect(laterBy(schedule, hours)).toBe(later);
  });

  it('runs at the same time of the wall clock on both sides of daylight saving', () => {
    const starts = startsWithin('30 1 * * *', 'Europe/Berlin', {
      start: at('2026-10-24T00:00:00Z'),
      end: at('2026-10-27T00:00:00Z'),
    });
    expect(starts).toEqual([at('2026-10-24T23:30:00Z'), at('2026-10-26T00:30:00Z')]);
  });

  it.each(['61 * * * *', '', '* * *', '0 0 31 2 * * *'])('that cannot be read (%j) is none', schedule => {
    expect(startsWithin(schedule, 'UTC', { start: unixSeconds(0), end: unixSeconds(DAY) })).toBeNull();
  });
});

describe('daylight saving', () => {
  it.each([
    ['Europe/Berlin', [2]],
    ['America/New_York', [1, 2]],
    ['Asia/Kolkata', []],
    ['Etc/UTC', []],
  ])('of %s makes the hours %j unsafe', (zone, hours) => {
    expect([...unsafeHours(zone, at('2026-11-16T00:00:00Z'))].sort()).toEqual(hours);
  });
});

describe('slack', () => {
  const workload = (slack?: string) =>
    ({ annotations: slack === undefined ? {} : { 'greenops.dev/slack': slack } }) as unknown as Workload;

  it.each([
    [undefined, DAY, { amount: 6 * 3_600, declared: false }],
    [undefined, 3_600, { amount: 0, declared: false }],
    ['90m', DAY, { amount: 5_400, declared: true }],
    ['2d', DAY, { amount: DAY, declared: true }],
    ['soon', DAY, { kind: 'unreadable', text: 'soon' }],
    ['-1h', DAY, { kind: 'unreadable' }],
  ])('of %s with a run every %i s is %j', (text, gap, slack) => {
    expect(slackOf(workload(text), seconds(gap))).toMatchObject(slack);
  });
});

describe('moving a job', () => {
  /** 1 kWh in the hour of each run at 02:00 UTC; the grid emits 400 g by night and 100 g from 06:00 on. */
  const cluster: ClusterSketch = {
    gridByClock: { busy: 400, quiet: 100, from: 18, to: 6 },
    workloads: [
      {
        kind: 'CronJob',
        wattsByClock: { busy: 1_000, quiet: 0, from: 2, to: 3 },
        declared: { schedule: '0 2 * * *' },
      },
    ],
  };
  const shifting = (more: Partial<ClusterSketch> = {}, declared: Partial<Workload> = {}) => {
    const workloads = cluster.workloads.map(one => ({ ...one, declared: { ...one.declared, ...declared } }));
    const observation = observationOf({ ...cluster, workloads, ...more });
    const [workload] = observation.inventory.workloads;
    if (!workload) throw new Error('there is one');
    return shiftingOf(workload, clusterContext(observation, BALANCED));
  };
  const figures = (...of: Parameters<typeof shifting>) => {
    const result = shifting(...of);
    if (!('figures' in result)) throw new Error(result.reason);
    return { kind: result.kind, ...result.figures };
  };

  it('is told by replaying the runs: kWh × PUE × grams of the very hours', () => {
    const runsPerMonth = 730 / 24;
    expect(figures()).toMatchObject({
      kind: 'worth it',
      signal: 'average',
      later: 4,
      runs: 14,
      betterRuns: 14,
      energyPerRun: expect.closeTo(1, 9),
      presentGrams: expect.closeTo(runsPerMonth * 1.2 * 400, 6),
      movedGrams: expect.closeTo(runsPerMonth * 1.2 * 100, 6),
      schedule: { from: '0 2 * * *', to: '0 6 * * *' },
      timeZone: { from: null, to: 'Etc/UTC' },
    });
  });

  it('goes by marginal intensity where that is known, and says so', () => {
    const grid = observationOf(cluster).grid;
    if (!grid) throw new Error('there is one');
    const marginal = {
      provenance: { kind: 'measured' as const, method: 'watttime-moer', source: 'WattTime' },
      hourly: grid.hourly.map(({ hour }) => ({ hour, intensity: gramsCO2ePerKilowattHour(700) })),
    };
    expect(figures({ facts: { grid: { ...grid, marginal } } })).toMatchObject({
      kind: 'not worth it',
      signal: 'marginal',
      later: 0,
    });
  });

  it('gives the figures also where it is not worth it', () => {
    expect(figures({}, { annotations: { 'greenops.dev/slack': '2h' } })).toMatchObject({
      kind: 'not worth it',
      slackDeclared: true,
      later: 0,
      presentGrams: expect.closeTo((730 / 24) * 1.2 * 400, 6),
    });
  });

  it('never proposes a start that daylight saving skips or repeats', () => {
    const clean = { busy: 100, quiet: 400, from: 1, to: 2 };
    const utc = figures({ gridByClock: clean }, { schedule: '0 0 * * *', timeZone: 'Etc/UTC' });
    expect(utc.later === 1 || utc.kind === 'not worth it').toBe(true);
    const berlin = figures({ gridByClock: clean }, { schedule: '0 0 * * *', timeZone: 'Europe/Berlin' });
    expect(berlin.schedule.to).not.toBe('0 2 * * *');
  });

  it('judges by the run, not by the day that happened to be clean', () => {
    const { standardError, presentGrams, movedGrams } = figures();
    expect(standardError).toBeLessThan((presentGrams - movedGrams) / 10);
  });

  it.each([
    ['suspended', { suspended: true }, 'fixed'],
    ['hourly and nobody says how late it may be', { schedule: '0 * * * *' }, 'fixed'],
    ['written in steps', { schedule: '0 */12 * * *', annotations: { 'greenops.dev/slack': '3h' } }, 'fixed'],
    ['weekly, in a window of two weeks', { schedule: '0 2 * * 1' }, 'unknown'],
    ['of a time zone that nobody knows', { timeZone: 'Mars/Olympus' }, 'unknown'],
    ['no schedule at all', { schedule: 'now and then' }, 'unknown'],
  ] as const)('is not told of what is %s', (_, declared, kind) => {
    expect(shifting({}, declared).kind).toBe(kind);
  });

  it('is not told where grid or power are not known by the hour', () => {
    expect(
      shifting({ gridByClock: { busy: 1, quiet: 1, from: 0, to: 1 }, facts: { grid: null } }),
    ).toMatchObject({ kind: 'unknown' });
    const unmetered = [{ kind: 'CronJob', declared: { schedule: '0 2 * * *' } }];
    expect(shifting({ workloads: unmetered })).toEqual({
      kind: 'unknown',
      reason: 'Its power is not known by the hour',
    });
  });
});
