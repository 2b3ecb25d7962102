import type { CustomRule, RuleDeclaration, RuleTrial } from '../../assess/index.ts';
import { cureOf, describeError, InvalidInputError, NotFoundError, type Policy } from '../../model/index.ts';
import type { ClusterConfig } from '../../observe/clusterConfig.ts';
import { EXIT, type ExitCode } from '../exitCode.ts';
import { clustersOf } from '../options/clustersOf.ts';
import { policyOf } from '../options/policyOf.ts';
import { readRulesFile } from '../options/readRulesFile.ts';
import type { SourceOptions } from '../options/sourceOptions.ts';
import { jsonText, yamlText } from '../output/reportWriters.ts';
import { openSource } from '../scan/scanClusters.ts';
import { ruleListScreen } from '../screens/ruleListScreen.ts';
import { type ClusterTrial, ruleTrialScreen } from '../screens/ruleTrialScreen.ts';
import { ProgressBar } from '../terminal/progressBar.ts';
import { styleFor, widthOf } from '../terminal/style.ts';
import { printLines, type Run } from './run.ts';

export const RULES_FORMATS = ['text', 'json', 'yaml'] as const;

export interface ListRulesOptions {
  readonly output: (typeof RULES_FORMATS)[number];
  /** File with rules of the user's own. */
  readonly file?: string;
}

export interface TestRulesOptions extends ListRulesOptions, SourceOptions {
  /** Only this rule, with or without `custom/`. */
  readonly rule?: string;
}

const plain = ({ id, title, finds, needs, remediation }: RuleDeclaration) => ({
  id,
  title,
  finds,
  needs,
  remediation,
});

/** `greenops rules`: what is looked for. */
export async function listRules({ file, output }: ListRulesOptions, { host }: Run): Promise<ExitCode> {
  const stages = await host.stages();
  const own = await readRulesFile(file, stages);
  const rules = [...stages.rules.declarations, ...own.map(({ rule }) => rule.declaration)];
  const { stdout, env } = host;
  if (output === 'text')
    printLines(stdout, ruleListScreen(rules, widthOf(stdout, env), styleFor(stdout, env)));
  else stdout.write((output === 'json' ? jsonText : yamlText)({ rules: rules.map(plain) }));
  return EXIT.ok;
}

function chosen(rules: readonly CustomRule[], wanted: string | undefined): readonly CustomRule[] {
  if (wanted === undefined) return rules;
  const found = rules.filter(({ id }) => id === wanted || id === `custom/${wanted}`);
  if (found.length > 0) return found;
  throw new NotFoundError(
    `There is no rule ${wanted} in the file`,
    `choose one of ${rules.map(({ id }) => id).join(', ')}`,
  );
}

/** Reads a cluster as a scan would and tries the rules on it. */
async function trialOn(
  config: ClusterConfig,
  rules: readonly CustomRule[],
  policy: Policy,
  { host, signal }: Run,
): Promise<ClusterTrial> {
  const bar = new ProgressBar(host);
  try {
    const stages = await host.stages();
    const source = await openSource(config, stages);
    const { observation } = await stages.scanCluster(source, {
      policy,
      signal,
      onProgress: progress => {
        bar.show(source.cluster.id, progress);
      },
    });
    const trials = rules.map(rule => stages.rules.tryOn(rule, observation, policy));
    return { clusterId: observation.cluster.id, trials, error: null };
  } catch (error) {
    if (signal.aborted) throw error;
    const failure = { message: describeError(error), cure: cureOf(error) ?? null };
    return { clusterId: config.id, trials: [], error: failure };
  } finally {
    bar.clear();
  }
}

const trialDocument = ({ rule, ...trial }: RuleTrial) => ({
  rule: rule.id,
  scope: rule.scope,
  when: rule.when,
  ...trial,
});

/** `greenops rules test`: what rules of the user's own would find, and why nothing. Nothing is stored. */
export async function testRules(options: TestRulesOptions, run: Run): Promise<ExitCode> {
  const { host } = run;
  const { clusters: configs, policyId, policies, rulesFile } = await clustersOf(options, host);
  const file = options.file ?? rulesFile;
  if (file === undefined) {
    throw new InvalidInputError('Nothing says which rules to try', 'give --file <file>');
  }
  const rules = chosen(await readRulesFile(file, await host.stages()), options.rule);
  const clusters: ClusterTrial[] = [];
  for (const config of configs)
    clusters.push(await trialOn(config, rules, policyOf(policyId, policies), run));
  const { stdout, env } = host;
  if (options.output === 'text') {
    printLines(stdout, ruleTrialScreen(clusters, widthOf(stdout, env), styleFor(stdout, env)));
  } else {
    const document = clusters.map(({ trials, ...cluster }) => ({
      ...cluster,
      rules: trials.map(trialDocument),
    }));
    stdout.write((options.output === 'json' ? jsonText : yamlText)({ clusters: document }));
  }
  return clusters.some(({ error }) => error !== null) ? EXIT.source : EXIT.ok;
}
