import { cores, ratio } from '../../model/index.ts';
import { timesReservation } from '../footprint/reservation.ts';
import { confidenceOf } from '../judgement/confidence.ts';
import { computed, declared, fact, measured } from '../judgement/evidence.ts';
import { podCpuUse, podRequest, type PodCpuUse, sampleFacts } from '../judgement/podUse.ts';
import { riskOf } from '../judgement/risk.ts';
import { chosenReplicas } from '../judgement/scalable.ts';
import { SUFFICIENCY_THRESHOLDS } from '../judgement/sufficiency.ts';
import { TIME_ZONE_ANNOTATION, timeZoneOf } from '../judgement/timeZone.ts';
import { isMetered, TWO_WEEKS_OF_HISTORY, twoWeeksOf } from '../judgement/twoWeeks.ts';
import { HOURS_PER_WEEK } from '../profile/localClock.ts';
import { hoursAsleep, quietHours, type SleepSchedule, sleepSchedule } from '../profile/sleepSchedule.ts';
import { quantileOf } from '../profile/spread.ts';
import { hourlyMeans } from '../profile/weeklyProfile.ts';
import {
  FINE,
  found,
  notAssessed,
  type RuleDeclaration,
  type Verdict,
  type WorkloadRule,
  type WorkloadSubject,
} from '../rule.ts';
import { CPU_USE, REQUESTS_AND_LIMITS, SAVING_THRESHOLDS } from './sharedDeclarations.ts';

const UNUSED = 0.05;
const SHARE_OF_DAYS = 0.9;
const SHORTEST = 4;
const WAKE_AHEAD = 1;
/** P95 of the hourly use of a pod below which there are no busy hours to tell from quiet ones. Catalogue I1. */
const IDLE_CPU = cores(0.005);

const declaration: RuleDeclaration = {
  id: 'off-hours',
  title: 'Unused off-hours',
  finds:
    'A workload that does nothing at the same hours of nearly every day: at night, or at night and at weekends. Weekdays and weekends are looked at apart, on the clock of the place where it is used. It could sleep in those hours.',
  needs: [CPU_USE, REQUESTS_AND_LIMITS],
  thresholds: [
    TWO_WEEKS_OF_HISTORY,
    ...SUFFICIENCY_THRESHOLDS.slice(1),
    {
      meaning: 'Use of an hour as a share of the P95 of all hours, below',
      unit: 'ratio',
      source: 'opportunity catalogue I8; GreenKube 5 % of the daily peak',
      valueIn: () => UNUSED,
    },
    {
      meaning: 'Share of the days on which an hour is unused, at least',
      unit: 'ratio',
      source: 'opportunity catalogue I8',
      valueIn: () => SHARE_OF_DAYS,
    },
    {
      meaning: 'Unused hours in a row, at least',
      unit: 'count',
      source: 'GreenKube 4',
      valueIn: () => SHORTEST,
    },
    {
      meaning: 'Hours before the first use at which it is woken',
      unit: 'count',
      source: 'own judgement: images are pulled and caches filled by then',
      valueIn: () => WAKE_AHEAD,
    },
    {
      meaning: 'P95 of the hourly CPU of a pod, at least',
      unit: 'cores',
      source: 'opportunity catalogue I1: below it is idle at all hours',
      valueIn: () => IDLE_CPU,
    },
    ...SAVING_THRESHOLDS,
  ],
  leavesAlone: [
    'DaemonSets, static pods and bare pods: they have no replica count.',
    'Jobs and CronJobs: they have hours of their own.',
    'The namespaces kube-system, kube-public and kube-node-lease.',
    'Hours without samples: what is not known is not quiet.',
  ],
  remediation: `Put it to sleep with kube-green, a KEDA cron trigger or the autoscaler’s minimum. The annotation \`${TIME_ZONE_ANNOTATION}\` of the workload or its namespace says whose hours count.`,
  wording: {
    title: 'Let {name} sleep in the hours in which nobody uses it',
    summary: [
      '{subject} is unused for {asleep.hours} hours of the week, which is {asleep.share} of what it reserves.',
    ],
    why: [
      'From Monday to Friday it can sleep from `{weekdays.from}:00` to `{weekdays.to}:00`, and over the weekend.',
      'It can sleep from `{daily.from}:00` to `{daily.to}:00` every day.',
      'In those hours a pod used less than {use.threshold} on at least {rule.share-of-days} of the days, while its busy hours (quantile {rule.busy-quantile}) reach {use.busy}.',
      'Seen over {cpu.history}, in {cpu.samples} samples.',
      'It is woken {rule.wake-ahead} hour before its first use.',
    ],
    steps: [
      'Choose one of the following. The time zone of the hours is named under the risks.',
      'kube-green: a `SleepInfo` in namespace {namespace} with `weekdays: "1-5"`, `sleepAt: "{weekdays.from}:00"`, `wakeUpAt: "{weekdays.to}:00"` and that `timeZone`; exclude by `excludeRef` whatever else runs there.',
      'kube-green: a `SleepInfo` in namespace {namespace} with `weekdays: "*"`, `sleepAt: "{daily.from}:00"`, `wakeUpAt: "{daily.to}:00"` and that `timeZone`; exclude by `excludeRef` whatever else runs there.',
      'KEDA: a `ScaledObject` for {name} with `minReplicaCount: 0` and a `cron` trigger: `start: 0 {weekdays.to} * * 1-5`, `end: 0 {weekdays.from} * * 1-5`, `desiredReplicas: "{replicas}"` and that `timezone`.',
      'KEDA: a `ScaledObject` for {name} with `minReplicaCount: 0` and a `cron` trigger: `start: 0 {daily.to} * * *`, `end: 0 {daily.from} * * *`, `desiredReplicas: "{replicas}"` and that `timezone`.',
      'Where it must stay reachable, lower `minReplicas` of its autoscaler to `1` at `{weekdays.from}:00` and restore it at `{weekdays.to}:00` by a CronJob.',
      'Where it must stay reachable, lower `minReplicas` of its autoscaler to `1` at `{daily.from}:00` and restore it at `{daily.to}:00` by a CronJob.',
      'Tell its users how to wake it out of hours.',
    ],
    watchAfterwards: [
      'That {name} is ready when the first users come, and how often somebody wakes it out of hours.',
      'That no autoscaler or GitOps controller sets its replicas back while it sleeps.',
    ],
  },
  examples: [
    {
      name: 'is used in office hours only',
      cluster: { workloads: [{ containers: [officeHours(0.01)] }] },
      verdict: 'found',
    },
    {
      name: 'rests every night, weekends included',
      cluster: {
        workloads: [{ containers: [{ cpuByClock: { busy: 0.8, quiet: 0.01, from: 6, to: 22 } }] }],
      },
      verdict: 'found',
    },
    {
      name: 'does a tenth of its work at night',
      cluster: { workloads: [{ containers: [officeHours(0.1)] }] },
      verdict: 'not found',
    },
    {
      name: 'rests for three hours only',
      cluster: {
        workloads: [{ containers: [{ cpuByClock: { busy: 0.8, quiet: 0.01, from: 4, to: 1 } }] }],
      },
      verdict: 'not found',
    },
    {
      name: 'has been seen for one week only, so no night was seen twice',
      cluster: { days: 7, workloads: [{ containers: [officeHours(0.01)] }] },
      verdict: 'not assessed',
    },
  ],
};

function officeHours(quiet: number) {
  return { cpuByClock: { busy: 0.8, quiet, from: 8, to: 18, weekdays: [1, 2, 3, 4, 5] } };
}

function scheduleFacts({ days, from, to }: SleepSchedule) {
  const id = days === 'weekdays' ? 'weekdays' : 'daily';
  const on = days === 'weekdays' ? 'Monday to Friday' : 'every day';
  const origin = computed('sleep-schedule');
  return [
    fact(`${id}.from`, `Hour at which it falls asleep, ${on}`, from, 'count', origin),
    fact(`${id}.to`, `Hour at which it is woken, ${on}`, to, 'count', origin),
  ];
}

function evidenceOf(
  subject: WorkloadSubject,
  use: PodCpuUse,
  busy: number,
  schedule: SleepSchedule,
  replicas: number,
) {
  const { observation } = subject.context;
  const origin = measured('cpu', observation);
  const asleep = hoursAsleep(schedule);
  const request = podRequest(subject);
  return [
    fact('asleep.hours', 'Hours of the week asleep', asleep, 'count', computed('sleep-schedule')),
    fact(
      'asleep.share',
      'Share of the week asleep',
      asleep / HOURS_PER_WEEK,
      'ratio',
      computed('sleep-schedule'),
    ),
    ...scheduleFacts(schedule),
    fact('use.busy', 'CPU use of a pod in its busy hours', busy, 'cores', origin),
    fact(
      'use.threshold',
      'Use below which an hour counts as unused',
      busy * UNUSED,
      'cores',
      computed('rule'),
    ),
    fact('rule.busy-quantile', 'Quantile of its hours that counts as busy', 0.95, 'ratio', computed('rule')),
    fact(
      'rule.share-of-days',
      'Share of the days on which an hour has to be unused',
      SHARE_OF_DAYS,
      'ratio',
      computed('rule'),
    ),
    fact(
      'rule.wake-ahead',
      'Hours before its first use at which it is woken',
      WAKE_AHEAD,
      'count',
      computed('rule'),
    ),
    fact('replicas', 'Replicas today', replicas, 'count', declared(observation)),
    fact('pod.cpu-request', 'CPU request of a pod', request.cpu, 'cores', declared(observation)),
    fact('pod.memory-request', 'Memory request of a pod', request.memory, 'bytes', declared(observation)),
    ...sampleFacts(use, observation),
  ];
}

function detect(subject: WorkloadSubject): Verdict {
  const { workload, context, placements } = subject;
  const { observation } = context;
  const replicas = chosenReplicas(workload);
  if (replicas === null || !isMetered(subject) || placements.length === 0) return FINE;
  const use = podCpuUse(subject, twoWeeksOf(context.policy));
  if ('reason' in use) return notAssessed(use.reason);
  const hours = hourlyMeans(use.hourly);
  const busy = quantileOf(
    hours.map(({ value }) => value),
    0.95,
  );
  if (!(busy >= IDLE_CPU)) return FINE;
  const zone = timeZoneOf(workload, observation);
  const schedule = sleepSchedule(
    quietHours(hours, zone.name, { threshold: UNUSED * busy, shareOfDays: SHARE_OF_DAYS }),
    SHORTEST,
    WAKE_AHEAD,
  );
  if (schedule === null) return FINE;
  const request = podRequest(subject);
  // By night an autoscaler is at its minimum already; only that is left to save.
  const atNight = Math.min(replicas, workload.autoscaler?.minReplicas ?? replicas);
  return found({
    changes: [],
    effect: {
      kind: 'reservation',
      // On up to a tenth of the days somebody may wake it.
      freedPerPod: { low: timesReservation(request, SHARE_OF_DAYS), likely: request, high: request },
      shareOfPods: ratio((hoursAsleep(schedule) / HOURS_PER_WEEK) * (atNight / replicas)),
      stopsWork: false,
    },
    shownRegardless: false,
    risk: riskOf(
      [
        {
          level: workload.reference.kind === 'StatefulSet' ? 'high' : 'medium',
          reason: 'While it sleeps nobody can reach it; whoever works late has to wake it',
        },
        { level: 'low', reason: zone.reason },
      ],
      '',
    ),
    confidence: confidenceOf(
      use.weakest,
      use.history,
      zone.assumed ? [{ factor: 0.9, reason: zone.reason }] : [],
    ),
    evidence: evidenceOf(subject, use, busy, schedule, replicas),
  });
}

export const offHours: WorkloadRule = { scope: 'workload', declaration, detect };
