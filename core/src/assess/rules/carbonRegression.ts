import { formatEvidence, HOURS_PER_MONTH, ratio } from '../../model/index.ts';
import { meanIntensity } from '../footprint/windowHours.ts';
import { computed, declared, fact } from '../judgement/evidence.ts';
import { newestRelease } from '../judgement/releases.ts';
import { riskOf } from '../judgement/risk.ts';
import { FEWEST_HOURS, type UnitEnergyChange, unitEnergyChange } from '../judgement/unitEnergy.ts';
import {
  FINE,
  found,
  notAssessed,
  type RuleDeclaration,
  type Verdict,
  type WorkloadRule,
  type WorkloadSubject,
} from '../rule.ts';

const WORSE = ratio(0.1);
/** Standard errors of p = 0.05, two-sided. */
const BEYOND_DOUBT = 1.96;
const GRAMS_OF_A_THOUSAND = 1_000;
/** Something else may have changed in the same hour. */
const HIGHEST_CONFIDENCE = 0.8;

const declaration: RuleDeclaration = {
  id: 'carbon-regression',
  title: 'More carbon per unit of work since a release',
  finds:
    'A workload that draws more energy for each unit of work since its newest release than before it, at the same load. The grid is left out of the comparison: it is not the release’s doing.',
  needs: [
    { anyOf: ['functional-units'], for: 'a counter of the work done, named in the configuration' },
    {
      anyOf: [
        'kepler_pod_cpu_joules_total',
        'kepler_container_joules_total',
        'container_cpu_usage_seconds_total',
      ],
      for: 'power by the hour',
    },
  ],
  thresholds: [
    {
      meaning: 'Energy of a unit at the same load, more than before by at least',
      unit: 'ratio',
      source: 'opportunity catalogue C4',
      valueIn: () => WORSE,
    },
    {
      meaning:
        'Standard errors from no change, at least (Welch’s test, p < 0.05; hours that resemble each other count for fewer)',
      unit: 'count',
      source: 'opportunity catalogue C4',
      valueIn: () => BEYOND_DOUBT,
    },
    {
      meaning: 'Hours with work and power on either side of the release, at least',
      unit: 'count',
      source: 'own judgement: one whole day',
      valueIn: () => FEWEST_HOURS,
    },
  ],
  leavesAlone: [
    'Workloads whose work nobody counts.',
    'Kinds other than Deployment and Rollout: the names of their pods do not tell one release from another.',
    'What the older pods ran is not known, so every change of the pod template counts as a release.',
  ],
  remediation: 'Compare the release with the one before it: profile, roll back, or accept it.',
  wording: {
    title: 'See what the release of {release.at} did to {subject}',
    summary: [
      'Since then a unit of work draws {release.change} more energy at the same load.',
      'At the present rate that is {release.extra-energy} more.',
    ],
    why: [
      'A thousand units in every hour drew {release.before} before and draw {release.after} now; the load may have changed too, the figure above takes that out.',
      'The change is {release.standard-errors} standard errors away from none.',
    ],
    steps: [
      'Look at what changed: `kubectl rollout history` and the repository at {release.at}.',
      'Profile the busiest path before and after; a new dependency, a lost cache or a chattier log are the usual reasons.',
    ],
    watchAfterwards: ['The energy of a unit of work after the next release.'],
  },
  examples: [
    {
      name: 'draws half as much again for each request since the release four days ago',
      cluster: { workloads: [{ unitsPerHour: 50_000, released: { daysAgo: 4, drawsTimes: 1.5 } }] },
      verdict: 'found',
    },
    {
      name: 'draws hardly more since the release',
      cluster: { workloads: [{ unitsPerHour: 50_000, released: { daysAgo: 4, drawsTimes: 1.05 } }] },
      verdict: 'not found',
    },
    {
      name: 'draws less since the release',
      cluster: { workloads: [{ unitsPerHour: 50_000, released: { daysAgo: 4, drawsTimes: 0.7 } }] },
      verdict: 'not found',
    },
    {
      name: 'was released this morning',
      cluster: { workloads: [{ unitsPerHour: 50_000, released: { daysAgo: 0.4, drawsTimes: 1.5 } }] },
      verdict: 'not assessed',
    },
  ],
};

function evidenceOf(
  change: UnitEnergyChange,
  extraWatts: number,
  release: number,
  { context }: WorkloadSubject,
) {
  const { observation } = context;
  const origin = computed('unit-energy-welch');
  const intensity = meanIntensity(observation);
  const extraEnergy = (extraWatts * HOURS_PER_MONTH) / 1_000;
  return [
    fact('release.at', 'Release', release, 'unix s', declared(observation)),
    fact('release.change', 'More energy for a unit, at the same load', change.change, 'ratio', origin),
    fact(
      'release.before',
      'Energy of a thousand units in every hour, before',
      change.before * GRAMS_OF_A_THOUSAND * HOURS_PER_MONTH,
      'kWh/month',
      origin,
    ),
    fact(
      'release.after',
      'Energy of a thousand units in every hour, since',
      change.after * GRAMS_OF_A_THOUSAND * HOURS_PER_MONTH,
      'kWh/month',
      origin,
    ),
    fact('release.extra-energy', 'Energy that this costs', extraEnergy, 'kWh/month', origin),
    ...(intensity === null
      ? []
      : [
          fact(
            'release.extra-carbon',
            'Carbon that this costs',
            extraEnergy * observation.pue.factor * intensity,
            'gCO2e/month',
            origin,
          ),
        ]),
    fact(
      'release.standard-errors',
      'Standard errors from no change',
      Math.min(change.standardErrors, 1_000),
      'count',
      origin,
    ),
    fact('release.hours-before', 'Hours compared, before', change.hoursBefore, 'count', origin),
    fact('release.hours-after', 'Hours compared, since', change.hoursAfter, 'count', origin),
  ];
}

function detect(subject: WorkloadSubject): Verdict {
  const { workload, context } = subject;
  const { energy, functionalUnits } = context.observation;
  const units = functionalUnits.get(workload.id);
  const release = newestRelease(workload);
  if (units === undefined || release === null || release < context.observation.window.start) return FINE;
  const power = energy.workloads.get(workload.id);
  if (power === undefined || power.hourly.length === 0) {
    return notAssessed('Its work is counted and a release was seen, but its power is not known by the hour');
  }
  const change = unitEnergyChange(power, units, release);
  if (change === null) {
    return notAssessed(
      `A release was seen at ${formatEvidence(release, 'unix s')}, but less than a day of work and power on one side of it`,
    );
  }
  if (!(change.change > WORSE && change.standardErrors > BEYOND_DOUBT)) return FINE;
  const since = power.hourly.filter(({ hour }) => hour >= release);
  const watts = since.reduce((total, { active }) => total + active, 0) / since.length;
  return found({
    changes: [],
    effect: { kind: 'none' },
    shownRegardless: true,
    risk: riskOf([], 'Looking into it changes nothing'),
    confidence: {
      score: ratio(
        HIGHEST_CONFIDENCE *
          Math.min(1, Math.min(change.hoursBefore, change.hoursAfter) / (7 * FEWEST_HOURS)),
      ),
      reasons: [
        `${change.hoursBefore} hours before and ${change.hoursAfter} hours since were compared at the same load`,
        'Something else may have changed in the same hour',
      ],
    },
    evidence: evidenceOf(change, watts - watts / (1 + change.change), release, subject),
  });
}

export const carbonRegression: WorkloadRule = { scope: 'workload', declaration, detect };
