import { observationOf } from '../assess/examples/observationOf.ts';
import { assess, ruleDeclarations, wordingOf } from '../assess/index.ts';
import {
  BALANCED,
  formatEvidence,
  HEADROOM,
  MAX_SAVINGS,
  type Opportunity,
  type Recommendation,
} from '../model/index.ts';
import { advise } from './advise.ts';

/** One workload for each rule, so that every template is written at least once. */
const EVERY_RULE = observationOf({
  workloads: [
    {
      name: 'over',
      containers: [{ cpuRequest: 2, cpu: [0.1, 0.2, 0.3], memoryRequest: 4096, memory: [300, 400] }],
    },
    { name: 'floor', containers: [{ cpuRequest: 2, cpu: [0.001], memoryRequest: 4096, memory: [3] }] },
    {
      name: 'under',
      replicas: 1,
      containers: [{ cpuRequest: 0.1, cpu: [0.4], memoryRequest: 100, memory: [400] }],
    },
    { name: 'throttled', containers: [{ cpuLimit: 1, cpu: [0.9], throttled: 0.4 }] },
    { name: 'killed', containers: [{ memoryLimit: 512, oomKills: 3 }] },
    { name: 'near', containers: [{ memoryRequest: 480, memoryLimit: 450, memory: [440] }] },
    { name: 'bare', containers: [{ cpuRequest: null, memoryRequest: null, memory: [100] }] },
    { name: 'asleep', trafficP99: 12, containers: [{ cpu: [0.001], cpuRequest: 1 }] },
    { name: 'custom', kind: 'Rollout', containers: [{ cpuRequest: 3 }] },
  ],
});

const allText = ({
  title,
  summary,
  why,
  risks,
  steps,
  watchAfterwards,
}: Recommendation): readonly string[] => [title, summary, ...why, ...risks, ...steps, ...watchAfterwards];

/** What stands in backticks is code to be typed: names, times, labels. */
const numbersIn = (text: string): readonly string[] =>
  text.replace(/`[^`]*`/g, '').match(/\d+(?:,\d{3})*(?:\.\d+)?/g) ?? [];

/** Every number that a text on this opportunity may hold: its facts as they are written, its changes, its names. */
function allowedNumbers(opportunity: Opportunity): ReadonlySet<string> {
  const { evidence, changes, subject, container } = opportunity;
  return new Set(
    [
      ...evidence.flatMap(({ value, unit }) => [
        formatEvidence(value, unit),
        formatEvidence(Math.abs(value), unit),
      ]),
      ...changes.flatMap(({ from, target, to }) => [from ?? '', target, to]),
      subject.name,
      subject.namespace,
      container ?? '',
    ].flatMap(numbersIn),
  );
}

/** What each rule finds in its own examples. */
const FOUND_IN_EXAMPLES = ruleDeclarations.flatMap(({ id, examples }) =>
  examples
    .filter(({ verdict }) => verdict === 'found')
    .flatMap(({ cluster }) => assess(observationOf(cluster), BALANCED).opportunities)
    .filter(({ type }) => type === id),
);

const found = [
  ...[MAX_SAVINGS, BALANCED, HEADROOM].flatMap(policy => assess(EVERY_RULE, policy).opportunities),
  ...FOUND_IN_EXAMPLES,
].map(one => [`${one.type} of ${one.subject.name}, ${one.policyId}`, one] as const);

describe('advise', () => {
  it('writes about every kind of opportunity', () => {
    expect(new Set(found.map(([, { type }]) => type))).toEqual(new Set(ruleDeclarations.map(({ id }) => id)));
  });

  it.each(found)('holds no number that is not a fact: %s', (_, opportunity) => {
    const allowed = allowedNumbers(opportunity);
    const foreign = allText(advise(opportunity, wordingOf(opportunity.type)))
      .flatMap(text => numbersIn(text).map(number => ({ number, text })))
      .filter(({ number }) => !allowed.has(number));
    expect(foreign).toEqual([]);
  });

  it.each(found)('is complete and has no unfilled place: %s', (_, opportunity) => {
    const text = advise(opportunity, wordingOf(opportunity.type));
    expect(text.opportunityId).toBe(opportunity.id);
    for (const part of [text.why, text.steps]) expect(part.length).toBeGreaterThan(0);
    for (const line of allText(text)) {
      expect(line).not.toMatch(/[{}]|undefined|NaN|null|Infinity/);
      expect(line.trim()).not.toBe('');
    }
  });
});

describe('wording', () => {
  const texts = new Map(
    assess(EVERY_RULE, BALANCED).opportunities.map(one => [
      `${one.subject.name} ${one.type}`,
      advise(one, wordingOf(one.type)),
    ]),
  );

  it('says what to do in the title', () => {
    expect(texts.get('over cpu-over-requested')?.title).toBe(
      'Lower the CPU request of server from 2 to 339m',
    );
    expect(texts.get('asleep idle-workload')?.title).toBe(
      'Stop Deployment shop/asleep: set the replicas from 2 to 0',
    );
    expect(texts.get('killed memory-under-requested')?.title).toBe(
      'Raise the memory request of server from 512Mi to 640Mi and its memory limit from 512Mi to 640Mi',
    );
  });

  it('says that a smaller request saves and a larger one costs', () => {
    // (2 − 0.339) cores × 2 pods × $0.03 × 730 h = $72.75, ± 5 % for a billed price.
    expect(texts.get('over cpu-over-requested')?.summary).toContain(
      'It saves $72.75/month (between $69.11/month and $76.90/month)',
    );
    expect(texts.get('under cpu-under-requested')?.summary).toMatch(/It reserves \$[\d.]+\/month more/);
  });

  it('gives a command for kinds that kubectl can change, and none for others', () => {
    expect(texts.get('over cpu-over-requested')?.steps[1]).toContain(
      'kubectl -n shop set resources deployment/over -c server --requests=cpu=339m',
    );
    expect(texts.get('custom cpu-over-requested')?.steps.join(' ')).not.toContain('kubectl');
  });

  it('tells when the floor of the policy set the size', () => {
    expect(texts.get('floor cpu-over-requested')?.summary).toContain('the lowest that the policy allows');
    expect(texts.get('over cpu-over-requested')?.summary).not.toContain('the lowest that the policy allows');
  });
});
