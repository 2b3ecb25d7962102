import { Command, Option } from 'commander';
import { POLICIES } from '../model/index.ts';
import { doctor, DOCTOR_FORMATS, type DoctorOptions } from './commands/doctor.ts';
import { explain, EXPLAIN_FORMATS, type ExplainOptions } from './commands/explain.ts';
import { record, type RecordOptions } from './commands/record.ts';
import {
  listRules,
  type ListRulesOptions,
  RULES_FORMATS,
  testRules,
  type TestRulesOptions,
} from './commands/rules.ts';
import type { Run } from './commands/run.ts';
import { scan, type ScanOptions } from './commands/scan.ts';
import { generateKey, rotate, type RotateOptions } from './commands/secrets.ts';
import { watch, type WatchOptions } from './commands/watch.ts';
import type { ExitCode } from './exitCode.ts';
import { HELP } from './help.ts';
import { duration } from './options/duration.ts';
import { opportunityType } from './options/opportunityType.ts';
import { amount, withSourceOptions } from './options/sourceOptions.ts';
import { REPORT_FORMATS } from './output/reportWriters.ts';
import { styleFor, widthOf } from './terminal/style.ts';
import { packageVersion } from './version.ts';

/** What a command hands over when it was understood and run. */
export type Finished = (code: ExitCode) => void;

const outputOption = (formats: readonly string[]): Option =>
  new Option('-o, --output <format>', 'how to print').choices(formats).default(formats[0]);

const withPolicy = (command: Command): Command =>
  command
    .option(
      '--policy <id>',
      `how much safety to keep: ${POLICIES.map(({ id }) => id).join(', ')}, or one of the file’s (default: the file’s, else balanced)`,
    )
    .option(
      '--min-history <duration>',
      'judge from this much history on (default: the policy’s), e.g. 12h; less history, less sure',
      duration,
    )
    .option('--rules <file>', 'apply rules of your own too, see docs/custom-rules.md (default: the file’s)');

const withFilters = (command: Command): Command =>
  withPolicy(command)
    .option('-n, --namespace <name>', 'only findings of this namespace')
    .addOption(
      new Option('--type <type>', 'only findings of this type, or custom/<id>').argParser(opportunityType),
    )
    .option('--min-saving <usd>', 'only findings that save at least this much per month', amount);

const withThresholds = (command: Command): Command =>
  withFilters(command)
    .addOption(outputOption(REPORT_FORMATS))
    .option('--details', 'also every node with its reasons, and what the rules that are off are missing')
    .option('--fail-on-findings', 'exit with 1 when there is any finding')
    .option('--fail-on-saving <usd>', 'exit with 1 when at least this much could be saved per month', amount);

/** The command line, as commander knows it. Nothing runs before it is parsed. */
export function createProgram(run: Run, finished: Finished): Command {
  const { stdout, stderr, env } = run.host;
  const program = new Command('greenops')
    .description(
      'Tells what to change on a Kubernetes cluster, what it saves in money and carbon, and how sure that is.',
    )
    .version(packageVersion(), '-V, --version', 'print the version')
    .exitOverride()
    .showSuggestionAfterError()
    .configureOutput({
      writeOut: text => {
        stdout.write(text);
      },
      writeErr: text => {
        stderr.write(text);
      },
      getOutHelpWidth: () => widthOf(stdout, env),
      getErrHelpWidth: () => widthOf(stderr, env),
      // Colours are decided here once, not by commander a second time.
      getOutHasColors: () => true,
      getErrHasColors: () => true,
    })
    .configureHelp({ styleTitle: text => styleFor(stdout, env).bold(text) })
    .addHelpText('after', HELP.program);
  const add = (name: string, description: string, examples: string) =>
    program.command(name).description(description).addHelpText('after', examples);

  withThresholds(
    withSourceOptions(add('scan', 'look at clusters once and print what could be changed', HELP.scan)),
  ).action(async (options: ScanOptions) => {
    finished(await scan(options, run));
  });
  withFilters(withSourceOptions(add('watch', 'scan again and again and show what changes', HELP.watch)))
    .option('--interval <duration>', 'pause between two scans', duration, 300)
    .action(async (options: WatchOptions) => {
      finished(await watch(options, run));
    });
  withPolicy(
    withSourceOptions(
      add('explain <id>', 'everything about one finding: why, how, evidence, chart', HELP.explain),
    ),
  )
    .addOption(outputOption(EXPLAIN_FORMATS))
    .action(async (id: string, options: ExplainOptions) => {
      finished(await explain(id, options, run));
    });
  withSourceOptions(add('record', 'put a cluster into a file', HELP.record))
    .requiredOption('--out <file>', 'the file to write')
    .action(async (options: RecordOptions) => {
      finished(await record(options, run));
    });
  withThresholds(add('replay <file>', 'scan a recording', HELP.replay)).action(
    async (recording: string, options: ScanOptions) => {
      finished(await scan({ ...options, recording }, run));
    },
  );
  withSourceOptions(add('doctor', 'ask every source how it is and what is missing', HELP.doctor))
    .addOption(outputOption(DOCTOR_FORMATS))
    .action(async (options: DoctorOptions) => {
      finished(await doctor(options, run));
    });
  const rules = add('rules', 'list the rules, or try rules of your own', HELP.rules)
    .option('--file <file>', 'with the rules of this file')
    .addOption(outputOption(RULES_FORMATS))
    .action(async (options: ListRulesOptions) => {
      finished(await listRules(options, run));
    });
  withSourceOptions(
    rules
      .command('test')
      .description('show what rules of your own would find, and why nothing')
      .addHelpText('after', HELP.rulesTest),
  )
    .option('--rule <id>', 'only this one of them')
    .action(async (_: unknown, command: Command) => {
      finished(await testRules(command.optsWithGlobals<TestRulesOptions>(), run));
    });
  const secrets = add('secrets', 'make and change the key that seals stored credentials', HELP.secrets);
  secrets
    .command('generate-key')
    .description('print a new master key')
    .action(async () => {
      finished(await generateKey(run));
    });
  secrets
    .command('rotate')
    .description('wrap all stored secrets by the current master key; may be stopped and run again')
    .option('--database <url>', 'Postgres of the backend (env: GREENOPS_DATABASE_URL)')
    .action(async (options: RotateOptions) => {
      finished(await rotate(options, run));
    });
  return program;
}
