import fc from 'fast-check';
import { BALANCED, type ContainerUsage, cureOf } from '../../model/index.ts';
import { assess } from '../assess.ts';
import { type ClusterSketch } from '../examples/clusterSketch.ts';
import { observationOf } from '../examples/observationOf.ts';
import { RULES } from '../rules/registry.ts';
import { compileExpression } from './expression.ts';
import { SCOPES } from './facts/factsOfScope.ts';
import { readCustomRules } from './readCustomRules.ts';
import { tryCustomRule } from './tryCustomRule.ts';

const rule = (when: string, more = '') => `rules:
  - id: mine
    title: Mine
    scope: container
    when: ${JSON.stringify(when)}
    wording:
      title: 'Look at {subject}'
      summary: ['It is {container}.']
${more}`;

const found = (text: string, cluster: ClusterSketch) =>
  assess(
    observationOf(cluster),
    BALANCED,
    readCustomRules(text, 'rules.yaml').map(one => one.rule),
  );

const CLUSTER: ClusterSketch = {
  workloads: [
    { name: 'big', containers: [{ cpuRequest: 4, cpu: [0.2], memoryRequest: null }] },
    { name: 'small', containers: [{ cpuRequest: 0.5, cpu: [0.4] }] },
  ],
};

const names = (text: string, cluster = CLUSTER) =>
  found(text, cluster).opportunities.map(({ subject }) => subject.name);

describe('a rule that a user wrote', () => {
  it.each([
    ['container.requests.cpu > 2', ['big']],
    ["container.requests.cpu > quantity('400m')", ['big', 'small']],
    ['usage.cpu.p95 < 0.1 * container.requests.cpu', ['big']],
    ['usage.cpu.p95 / container.requests.cpu > 0.5 && workload.kind == "Deployment"', ['small']],
    ["container.requests.memory >= quantity('512Mi')", ['small']],
    ['!has(container.requests.memory)', ['big']],
    ['container.requests.cpu == 4 && workload.replicas != 3', ['big']],
    ["has(workload.labels.team) && workload.labels.team == 'x'", []],
    ["!('team' in workload.labels)", ['big', 'small']],
    ["workload.images.exists(image, image.startsWith('example.com/'))", ['big', 'small']],
    ["workload.age > seconds('30d') && container.requests.cpu - 1 > 0", ['big']],
  ])('finds where %s', (when, expected) => {
    expect(names(rule(when)).toSorted()).toEqual(expected);
  });

  it('says what is not known instead of guessing', () => {
    const { opportunities, notAssessed } = found(rule('container.requests.memory > 5.0'), CLUSTER);
    expect(opportunities.map(({ subject }) => subject.name)).toEqual(['small']);
    expect(notAssessed).toEqual([
      expect.objectContaining({
        ruleId: 'custom/mine',
        reason: 'It cannot be decided: container.requests.memory is not known or not set',
      }),
    ]);
  });

  it('prices what it frees, never more than is reserved, and never invents dollars', () => {
    const saving = (cpu: string) =>
      found(rule('container.requests.cpu > 2', `    saving: { cpu: ${JSON.stringify(cpu)} }`), CLUSTER)
        .opportunities[0]?.saving.nominal;
    // Two pods, at $0.03 per core and hour.
    expect(saving('container.requests.cpu - 1')?.usd.likely).toBeCloseTo(2 * 3 * 0.03 * 730, 6);
    expect(saving('1000')?.freedCpu).toBe(8);
    expect(
      found(rule('container.requests.cpu > 2'), CLUSTER).opportunities[0]?.saving.nominal.usd.likely,
    ).toBe(0);
  });

  it('counts no saving twice beside our own rules', () => {
    const mine = readCustomRules(
      rule('container.requests.cpu > 2', '    saving: { cpu: "3" }'),
      'rules.yaml',
    );
    const { opportunities } = assess(observationOf(CLUSTER), BALANCED, [
      ...RULES,
      ...mine.map(one => one.rule),
    ]);
    const onBig = opportunities.filter(
      ({ subject, type }) =>
        subject.name === 'big' && (type === 'cpu-over-requested' || type === 'custom/mine'),
    );
    expect(onBig).toHaveLength(2);
    expect(onBig.filter(({ includedIn }) => includedIn === null)).toHaveLength(1);
  });

  it('carries the numbers it was decided by, for its texts', () => {
    const [opportunity] = found(rule('usage.cpu.p95 < 0.1 * container.requests.cpu'), CLUSTER).opportunities;
    expect(opportunity?.evidence.map(({ id, value, unit }) => [id, value, unit])).toEqual([
      ['container.requests.cpu', 4, 'cores'],
      ['usage.cpu.p95', expect.closeTo(0.2, 2), 'cores'],
    ]);
    expect(opportunity?.type).toBe('custom/mine');
  });

  it('of severity info is shown when it saves enough', () => {
    const info = (cpu: string) =>
      rule('container.requests.cpu > 2', `    severity: info\n    saving: { cpu: "${cpu}" }`);
    expect(names(info('3'))).toEqual(['big']);
    expect(names(info('0.01'))).toEqual([]);
  });

  it('is off where what it needs was not read, and says what is missing', () => {
    const { rulesOff, opportunities } = found(rule('usage.oomKills > 0'), {
      ...CLUSTER,
      seen: new Set(['api:pods']),
    });
    expect(opportunities).toEqual([]);
    expect(rulesOff).toEqual([{ ruleId: 'custom/mine', missing: [['container_oom_events_total']] }]);
  });

  it('is not off for what it only asks whether it is known', () => {
    const text = rule('has(usage.oomKills) && usage.oomKills > 0 || container.requests.cpu > 2');
    expect(names(text, { ...CLUSTER, seen: new Set(['api:pods']) })).toEqual(['big']);
  });

  it('may be about workloads, namespaces and nodes', () => {
    const about = (scope: string, when: string) =>
      found(
        rule(when).replace('scope: container', `scope: ${scope}`).replace('It is {container}.', 'Look.'),
        CLUSTER,
      )
        .opportunities.map(({ subject }) => `${subject.kind} ${subject.name}`)
        .toSorted();
    expect(
      about('workload', 'workload.replicas == 2 && footprint.cost > 1 && workload.namespace == "shop"'),
    ).toEqual(['Deployment big', 'Deployment small']);
    expect(about('namespace', 'namespaceObject.requests.cpu > 8')).toEqual(['Namespace shop']);
    expect(about('node', "node.instanceType.startsWith('m5') && node.allocatable.cpu < 5")).toEqual([
      'Node node-0',
      'Node node-1',
    ]);
  });

  it('that breaks on one workload stops no other', () => {
    const observation = observationOf(CLUSTER);
    const [key = '', usage] = [...observation.usage][0] ?? [];
    const broken = {
      ...usage,
      get cpu(): never {
        throw new Error('this one is broken');
      },
    } as unknown as ContainerUsage;
    const [mine] = readCustomRules(rule('usage.cpu.p95 > 0.0'), 'rules.yaml');
    const { opportunities } = assess(
      { ...observation, usage: new Map([...observation.usage, [key, broken]]) },
      BALANCED,
      mine ? [mine.rule] : [],
    );
    expect(opportunities.map(({ subject }) => subject.name)).toEqual(['small']);
  });
});

describe('a file of rules', () => {
  const error = (text: string): { message: string; cure: string } => {
    try {
      readCustomRules(text, 'rules.yaml');
    } catch (problem) {
      return { message: problem instanceof Error ? problem.message : '', cure: cureOf(problem) ?? '' };
    }
    throw new Error('it was accepted');
  };

  const refused: readonly (readonly [when: string, message: RegExp, cure: RegExp])[] = [
    [
      'container.requests.cpux > 2.0',
      /^rules\.yaml:5:11: rule mine: when: there is no fact container\.requests\.cpux/,
      /container\.requests\.cpu\?/,
    ],
    ['requests.cpu > 2.0', /there is no fact requests in the scope container/, /did you mean/],
    ['container.requests.cpu > "2"', /no such overload: double > string/, /CEL/],
    ['container.requests.cpu >', /Unexpected token: EOF.*at its end/, /CEL/],
    ['container.requests.cpu', /it gives double where true or false is expected/, /true or false/],
    ['container.name.matches("(a+)+")', /regular expressions/, /startsWith/],
    ['workload.images.all(a, workload.images.all(b, a == b))', /a loop over a list stands in another/, /one/],
    [`${'1 + '.repeat(600)}1 > 0`, /longer than/, /two rules/],
    [`${'('.repeat(50)}true${')'.repeat(50)}`, /depth/i, /CEL/],
    ['footprint.cost > 1.0', /no fact footprint in the scope container/, /did you mean/],
  ];

  it.each(refused.map(([when, ...rest]) => [when.slice(0, 60), when, ...rest] as const))(
    'refuses %s and says where, what and how',
    (_, when, message, cure) => {
      const problem = error(rule(when));
      expect(problem.message).toMatch(message);
      expect(problem.cure).toMatch(cure);
    },
  );

  it.each([
    ['rules: 5', /rules\.yaml:1:8: rules: /],
    ['rules: [', /rules\.yaml:1:\d+: /],
    ['', /rules\.yaml:1:1: /],
    [rule('true').replace('scope: container', 'scope: pod'), /rules\.yaml:4:12: rules\.0\.scope/],
    [rule('true').replace('id: mine', 'id: My Rule'), /lower case/],
    [`${rule('true')}${rule('true').replace('rules:\n', '')}`, /another rule has the same id/],
    [rule('true', '    dollars: 5'), /Unrecognized key/],
    [rule('true', '    saving: { cpu: "true" }'), /it gives bool where a number is expected/],
    [rule('true').replace('It is {container}.', 'It has 5 cores.'), /5 stands in the text and is no fact/],
    [
      rule('true').replace('It is {container}.', 'It uses {usage.cpu.p96}.'),
      /\{usage\.cpu\.p96\} is no number/,
    ],
    [
      rule('true', '    saving: { cpu: "1" }').replace('scope: container', 'scope: node'),
      /a node frees no request/,
    ],
    [`a: &a [x]\nb: &b [${'*a,'.repeat(9)}]\nrules: [${'*b,'.repeat(99)}]`, /rules\.yaml/],
  ])('refuses %j', (text, message) => {
    expect(error(text).message).toMatch(message);
    expect(error(text).cure).not.toBe('');
  });

  it('may be JSON', () => {
    const text = JSON.stringify({
      rules: [
        { id: 'a', title: 'A', scope: 'node', when: 'node.spot', wording: { title: 'A', summary: ['B.'] } },
      ],
    });
    expect(readCustomRules(text, 'rules.json').map(({ id }) => id)).toEqual(['custom/a']);
  });

  it('never makes an expression throw anything but its own fault', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc
            .array(
              fc.constantFrom(
                'container',
                '.',
                'requests',
                'cpu',
                '>',
                '2',
                '(',
                ')',
                '&&',
                '!',
                "'x'",
                '[',
                ']',
                'has',
                '?',
                ':',
                '/',
                '0',
              ),
              { maxLength: 20 },
            )
            .map(parts => parts.join(' ')),
        ),
        fc.constantFrom(...SCOPES),
        (source, scope) => {
          const compiled = compileExpression(source, scope, 'truth');
          if (compiled.kind === 'wrong') return compiled.fault.reason !== '';
          return ['value', 'unknown', 'failed'].includes(compiled.expression.evaluate({}).kind);
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe('a dry run', () => {
  it('tells what is found, what is not and why, by the numbers', () => {
    const [mine] = readCustomRules(
      rule('container.requests.memory > 5.0 && container.requests.cpu > 2'),
      'rules.yaml',
    );
    if (!mine) throw new Error('there is one');
    const trial = tryCustomRule(mine, observationOf(CLUSTER), BALANCED);
    expect(trial.found).toEqual([]);
    expect(trial.notFound).toMatchObject([
      {
        subject: { name: 'small' },
        container: 'server',
        facts: [{ id: 'container.requests.cpu', value: 0.5 }, { id: 'container.requests.memory' }],
      },
    ]);
    expect(trial.notAssessed).toMatchObject([
      { subject: { name: 'big' }, outcome: { reason: 'container.requests.memory is not known or not set' } },
    ]);
  });

  it('tries also what would be off, and says why it is', () => {
    const [mine] = readCustomRules(rule('usage.cpu.p95 > 0.0'), 'rules.yaml');
    if (!mine) throw new Error('there is one');
    const trial = tryCustomRule(mine, observationOf({ ...CLUSTER, seen: new Set() }), BALANCED);
    expect(trial.found).toHaveLength(2);
    expect(trial.missing).toEqual([['container_cpu_usage_seconds_total']]);
  });
});
