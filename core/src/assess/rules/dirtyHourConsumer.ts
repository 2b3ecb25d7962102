import { HOURS_PER_MONTH, ratio } from '../../model/index.ts';
import { type DirtyHours, dirtyHours } from '../judgement/dirtyHours.ts';
import { computed, fact } from '../judgement/evidence.ts';
import { riskOf } from '../judgement/risk.ts';
import {
  FINE,
  found,
  notAssessed,
  type RuleDeclaration,
  type Verdict,
  type WorkloadRule,
  type WorkloadSubject,
} from '../rule.ts';

const DIRTIEST = 0.1;
const TOP = 5;
const MORE_THAN_EVEN = 1.25;
const DIRTIER_THAN_USUAL = 1.1;
/** Two days: less does not show which hours of the day are dirty. */
const FEWEST_HOURS = 48;
const HIGHEST_CONFIDENCE = 0.9;
const FULL_HISTORY_HOURS = 336;

const EVENING = { busy: 500, quiet: 300, from: 18, to: 21 };

const declaration: RuleDeclaration = {
  id: 'dirty-hour-consumer',
  title: 'Busiest when the grid is dirtiest',
  finds:
    'One of the largest consumers in the dirtiest tenth of the grid’s hours that draws more of its energy there than an even use would. It says where moving or capping work pays; it claims no saving itself.',
  needs: [{ anyOf: ['hourly-grid-intensity'], for: 'the intensity of the grid hour by hour' }],
  thresholds: [
    {
      meaning: 'Share of the hours that are called dirty',
      unit: 'ratio',
      source: 'opportunity catalogue C6',
      valueIn: () => DIRTIEST,
    },
    {
      meaning: 'Consumers that are named, at most',
      unit: 'count',
      source: 'own judgement',
      valueIn: () => TOP,
    },
    {
      meaning: 'Its share of energy in those hours, as a multiple of an even use, at least',
      unit: 'count',
      source: 'own judgement: what always draws the same has nothing to move',
      valueIn: () => MORE_THAN_EVEN,
    },
    {
      meaning: 'Intensity of those hours, as a multiple of the usual, at least',
      unit: 'count',
      source: 'own judgement: on an even grid no hour is better than another',
      valueIn: () => DIRTIER_THAN_USUAL,
    },
    {
      meaning: 'What it emits in those hours, at least',
      unit: 'gCO2e/month',
      source: 'the policy’s smallest carbon that is worth showing',
      valueIn: policy => policy.minimumCarbonPerMonth,
    },
  ],
  leavesAlone: [
    'CronJobs: the rule on jobs in dirty hours says what to do with them.',
    'What draws the same at all hours.',
  ],
  remediation: 'Move what can wait out of these hours, or let its autoscaler start fewer replicas in them.',
  wording: {
    title: 'Move or cap what {subject} does in the dirtiest hours',
    summary: [
      '{dirty.energy-share} of its energy falls into the dirtiest {dirty.hours-share} of the hours.',
      'It emits {dirty.carbon} there.',
    ],
    why: [
      'In those hours the grid emits {dirty.intensity}, over all hours {dirty.usual-intensity}.',
      'It is number {dirty.rank} of all consumers in them.',
    ],
    steps: [
      'Find what it does then that could wait: imports, reports, re-indexing, warming of caches.',
      'Where users wait for it, cap it instead: a lower maximum of its autoscaler, or a KEDA schedule for these hours.',
    ],
    watchAfterwards: ['That nobody waits longer than is acceptable.'],
  },
  examples: [
    {
      name: 'works in the evening, when the grid is dirtiest',
      cluster: {
        gridByClock: EVENING,
        workloads: [{ wattsByClock: { busy: 300, quiet: 20, from: 18, to: 22 } }],
      },
      verdict: 'found',
    },
    {
      name: 'draws the same at all hours',
      cluster: {
        gridByClock: EVENING,
        workloads: [{ wattsByClock: { busy: 300, quiet: 300, from: 18, to: 22 } }],
      },
      verdict: 'not found',
    },
    {
      name: 'works in the evening on a grid that is the same all day',
      cluster: {
        gridByClock: { ...EVENING, busy: 310 },
        workloads: [{ wattsByClock: { busy: 300, quiet: 20, from: 18, to: 22 } }],
      },
      verdict: 'not found',
    },
    {
      name: 'was seen for a day only',
      cluster: {
        days: 1,
        gridByClock: EVENING,
        workloads: [{ wattsByClock: { busy: 300, quiet: 20, from: 18, to: 22 } }],
      },
      verdict: 'not assessed',
    },
  ],
};

function evidenceOf(hours: DirtyHours, rank: number, use: { dirty: number; all: number }, grams: number) {
  const origin = computed('dirtiest-tenth');
  return [
    fact(
      'dirty.energy-share',
      'Share of its energy in the dirtiest hours',
      use.dirty / use.all,
      'ratio',
      origin,
    ),
    fact('dirty.hours-share', 'Share of all hours that these are', hours.share, 'ratio', origin),
    fact('dirty.energy', 'Energy in them', (use.dirty / hours.known) * HOURS_PER_MONTH, 'kWh/month', origin),
    fact('dirty.carbon', 'Emitted in them', grams, 'gCO2e/month', origin),
    fact('dirty.intensity', 'Intensity in them', hours.intensity, 'gCO2e/kWh', origin),
    fact('dirty.usual-intensity', 'Intensity over all hours', hours.usualIntensity, 'gCO2e/kWh', origin),
    fact('dirty.rank', 'Place among the consumers in them', rank, 'count', origin),
  ];
}

function detect({ workload, context: { observation, policy } }: WorkloadSubject): Verdict {
  if (workload.schedule !== null) return FINE;
  const power = observation.energy.workloads.get(workload.id);
  if (power === undefined || power.hourly.length === 0) return FINE;
  const hours = dirtyHours(observation, DIRTIEST, FEWEST_HOURS);
  if (hours === null)
    return notAssessed('Too few hours of the grid’s intensity are known to tell which are dirty');
  const use = hours.energy.get(workload.id);
  const rank = hours.ranking.indexOf(workload.id) + 1;
  if (!use || use.all === 0 || rank > TOP) return FINE;
  if (hours.intensity < DIRTIER_THAN_USUAL * hours.usualIntensity) return FINE;
  if (use.dirty / use.all < MORE_THAN_EVEN * hours.share) return FINE;
  const grams = (use.dirty / hours.known) * HOURS_PER_MONTH * hours.intensity * observation.pue.factor;
  if (grams < policy.minimumCarbonPerMonth) return FINE;
  return found({
    changes: [],
    effect: { kind: 'none' },
    shownRegardless: true,
    risk: riskOf(
      [{ level: 'medium', reason: 'Whoever waits for its work waits longer when it is moved or capped' }],
      '',
    ),
    confidence: {
      score: ratio(HIGHEST_CONFIDENCE * Math.min(1, hours.known / FULL_HISTORY_HOURS)),
      reasons: [`${hours.known} hours of the grid are known`],
    },
    evidence: evidenceOf(hours, rank, use, grams),
  });
}

export const dirtyHourConsumer: WorkloadRule = { scope: 'workload', declaration, detect };
