import {
  type GridIntensity,
  HOURS_PER_MONTH,
  type HourlyIntensity,
  isTimeZone,
  type Provenance,
  type Ratio,
  ratio,
  type Seconds,
  type UnixSeconds,
  type Workload,
} from '../../model/index.ts';
import type { ClusterContext } from '../rule.ts';
import { unsafeHours } from './daylightSaving.ts';
import { dailyIntensity, gramsOf, type IntensityOf, intensityOf, type JobRun, jobRuns } from './jobRuns.ts';
import { hoursOf, laterBy, startsWithin, usualGap } from './schedule.ts';
import { slackOf } from './slack.ts';

const HOUR = 3_600;
/** Runs of the past that a counterfactual needs at least. */
export const FEWEST_RUNS = 5;
/** Grams per month that moving must save … */
export const WORTHWHILE_GRAMS = 50;
/** … and the share of what the job emits today. Catalogue C1. */
export const WORTHWHILE_SHARE = ratio(0.1);
/** A schedule without a time zone is read in the zone of the controller, which is UTC where nobody set another. */
export const DEFAULT_TIME_ZONE = 'Etc/UTC';

/** What moving a job would have changed on the runs of the past, per month of 730 h. */
export interface ShiftFigures {
  readonly slack: Seconds;
  /** Whether the owner said so, or it is the default of daily jobs. */
  readonly slackDeclared: boolean;
  /** Marginal intensity where it is known: what moving really changes. */
  readonly signal: 'average' | 'marginal';
  readonly provenance: Provenance;
  /** Runs that were replayed, and those of them that would have emitted less. */
  readonly runs: number;
  readonly betterRuns: number;
  readonly runsPerMonth: number;
  /** kWh of a run. */
  readonly energyPerRun: number;
  readonly presentGrams: number;
  readonly movedGrams: number;
  /** Standard error of what is saved, from the runs' differences. */
  readonly standardError: number;
  readonly share: Ratio;
  /** Hours later than today; 0 where no other start is better. */
  readonly later: number;
  readonly schedule: { readonly from: string; readonly to: string };
  /** `from` is `null` where the job names no zone. */
  readonly timeZone: { readonly from: string | null; readonly to: string };
}

export type Shifting =
  | { readonly kind: 'worth it' | 'not worth it'; readonly figures: ShiftFigures }
  /** There is nothing that could be moved. */
  | { readonly kind: 'fixed'; readonly reason: string }
  | { readonly kind: 'unknown'; readonly reason: string };

const fixed = (reason: string): Shifting => ({ kind: 'fixed', reason });
const unknown = (reason: string): Shifting => ({ kind: 'unknown', reason });

/** The signal to decide by: marginal before average, because moving a job changes the last power plant, not the mean. */
function signalOf(
  grid: GridIntensity,
): Pick<ShiftFigures, 'signal' | 'provenance'> & { hourly: readonly HourlyIntensity[] } {
  return grid.marginal && grid.marginal.hourly.length > 0
    ? { signal: 'marginal', ...grid.marginal }
    : { signal: 'average', hourly: grid.hourly, provenance: grid.provenance };
}

/** Starts that can be written, that the slack allows and that daylight saving leaves alone. */
function candidatesOf(
  schedule: string,
  timeZone: string,
  slack: Seconds,
  now: UnixSeconds,
): readonly number[] {
  const hours = hoursOf(schedule);
  if (hours === null) return [];
  const unsafe = unsafeHours(timeZone, now);
  return Array.from({ length: Math.floor(slack / HOUR) }, (_, index) => index + 1).filter(
    later => laterBy(schedule, later) !== null && !hours.some(hour => unsafe.has((hour + later) % 24)),
  );
}

/** Hours later at which the job's power falls on the cleanest hours of a usual day; 0 = now. */
function bestStart(
  runs: readonly JobRun[],
  candidates: readonly number[],
  usual: readonly (number | null)[],
): number {
  const onUsualDay: IntensityOf = hour => usual[hour % 24] ?? null;
  const totalAt = (later: number): number =>
    runs.reduce((total, run) => total + (gramsOf(run, later, onUsualDay) ?? Number.POSITIVE_INFINITY), 0);
  return candidates.reduce((best, later) => (totalAt(later) < totalAt(best) ? later : best), 0);
}

/** Runs as they were and as they would have been, where the grid is known in both. */
function replayed(runs: readonly JobRun[], later: number, intensity: IntensityOf) {
  return runs.flatMap(run => {
    const present = gramsOf(run, 0, intensity);
    const moved = gramsOf(run, later, intensity);
    return present === null || moved === null ? [] : [{ run, present, moved }];
  });
}

const mean = (values: readonly number[]): number =>
  values.reduce((total, value) => total + value, 0) / values.length;

function standardErrorOf(values: readonly number[]): number {
  const centre = mean(values);
  const variance = values.reduce((total, value) => total + (value - centre) ** 2, 0) / (values.length - 1);
  return Math.sqrt(variance / values.length);
}

interface MovableJob {
  readonly schedule: string;
  readonly timeZone: string;
  readonly gap: Seconds;
  readonly slack: { readonly amount: Seconds; readonly declared: boolean };
  readonly runs: readonly JobRun[];
}

/** What of a workload could be moved at all, or why nothing. */
function movableJob(workload: Workload, { observation }: ClusterContext): MovableJob | Shifting {
  const { schedule, timeZone: declared } = workload;
  if (schedule === null || workload.suspended) return fixed('It does not run by a schedule');
  const timeZone = declared ?? DEFAULT_TIME_ZONE;
  const starts = isTimeZone(timeZone) ? startsWithin(schedule, timeZone, observation.window) : null;
  if (starts === null)
    return unknown(`Its schedule "${schedule}" in the time zone ${timeZone} cannot be read`);
  const gap = usualGap(starts);
  if (gap === null || starts.length < FEWEST_RUNS) {
    return unknown(`It ran ${starts.length} times in the window, ${FEWEST_RUNS} runs are needed to judge by`);
  }
  const slack = slackOf(workload, gap);
  if (slack.kind === 'unreadable') return unknown(`Its slack "${slack.text}" is not a duration such as 6h`);
  if (slack.amount < HOUR)
    return fixed('It runs more often than daily, and nobody says how late it may start');
  const power = observation.energy.workloads.get(workload.id);
  if (power === undefined || power.hourly.length === 0) return unknown('Its power is not known by the hour');
  const runs = jobRuns(starts, power.hourly);
  return runs.length < FEWEST_RUNS
    ? unknown(
        `Only ${runs.length} of its runs drew power that was measured, ${FEWEST_RUNS} are needed to judge by`,
      )
    : { schedule, timeZone, gap, slack, runs };
}

/**
 * Whether a CronJob had better start later, within its slack. The start is chosen by the grid's usual day;
 * what it is worth is then told by replaying every run of the window on the hours as they really were.
 */
export function shiftingOf(workload: Workload, context: ClusterContext): Shifting {
  const { grid, pue, observedAt } = context.observation;
  const job = movableJob(workload, context);
  if ('kind' in job) return job;
  const { hourly, signal, provenance } = grid
    ? signalOf(grid)
    : { hourly: [], signal: 'average' as const, provenance: null };
  if (provenance === null || hourly.length === 0)
    return unknown('The grid’s intensity is not known by the hour');
  const { schedule, timeZone, gap, slack, runs } = job;
  const candidates = candidatesOf(schedule, timeZone, slack.amount, observedAt);
  if (candidates.length === 0)
    return fixed('No other start can be written as a schedule without daylight saving in the way');
  const later = bestStart(runs, candidates, dailyIntensity(hourly));
  const pairs = replayed(runs, later, intensityOf(hourly));
  if (pairs.length < FEWEST_RUNS)
    return unknown('The grid’s intensity is not known in the hours of its runs');
  const runsPerMonth = (HOURS_PER_MONTH * HOUR) / gap;
  const perMonth = runsPerMonth * pue.factor;
  const saved = pairs.map(({ present, moved }) => present - moved);
  const presentGrams = mean(pairs.map(({ present }) => present)) * perMonth;
  const savedGrams = mean(saved) * perMonth;
  const share = presentGrams > 0 ? savedGrams / presentGrams : 0;
  const figures: ShiftFigures = {
    slack: slack.amount,
    slackDeclared: slack.declared,
    signal,
    provenance,
    runs: pairs.length,
    betterRuns: saved.filter(grams => grams > 0).length,
    runsPerMonth,
    energyPerRun: mean(pairs.map(({ run }) => run.hours.reduce((total, { energy }) => total + energy, 0))),
    presentGrams,
    movedGrams: presentGrams - savedGrams,
    standardError: standardErrorOf(saved) * perMonth,
    share: ratio(share),
    later,
    schedule: { from: schedule, to: later === 0 ? schedule : (laterBy(schedule, later) ?? schedule) },
    timeZone: { from: workload.timeZone, to: timeZone },
  };
  const worthIt = later > 0 && savedGrams > WORTHWHILE_GRAMS && share > WORTHWHILE_SHARE;
  return { kind: worthIt ? 'worth it' : 'not worth it', figures };
}
