import { type Command, InvalidArgumentError, Option } from 'commander';

/** Options that say which clusters are meant and how to reach them. */
export interface SourceOptions {
  readonly config?: string;
  readonly recording?: string;
  readonly prometheus?: string;
  readonly prometheusToken?: string;
  readonly prometheusUser?: string;
  readonly header?: Readonly<Record<string, string>>;
  readonly kubeconfig?: string;
  readonly context?: string;
  readonly opencost?: string;
  readonly clusterLabel?: { readonly name: string; readonly value: string };
  readonly cluster?: string;
  readonly provider?: string;
  readonly region?: string;
  /** gCO₂e per kWh. */
  readonly grid?: number;
  readonly pue?: number;
  readonly days?: number;
}

export const positiveNumber = (text: string): number => {
  const value = Number(text);
  if (!(value > 0) || !Number.isFinite(value))
    throw new InvalidArgumentError('A number above zero is expected.');
  return value;
};

export const amount = (text: string): number => {
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value)) throw new InvalidArgumentError('A number is expected.');
  return value;
};

function pair(text: string): { name: string; value: string } {
  const at = text.indexOf('=');
  if (at < 1) throw new InvalidArgumentError('name=value is expected.');
  return { name: text.slice(0, at), value: text.slice(at + 1) };
}

const collectHeader = (text: string, before: Readonly<Record<string, string>> = {}) => {
  const { name, value } = pair(text);
  return { ...before, [name]: value };
};

/** Adds what says where a cluster is. */
export function withSourceOptions(command: Command): Command {
  return command
    .optionsGroup('Which cluster:')
    .option('-c, --config <file>', 'clusters from a YAML file (env: GREENOPS_CONFIG)')
    .option('-r, --recording <file>', 'a cluster in a file, see "greenops record"')
    .option('-p, --prometheus <url>', 'Prometheus or anything that speaks its API (env: PROMETHEUS_URL)')
    .option('--prometheus-token <token>', 'bearer token for it')
    .option('--prometheus-user <user:password>', 'basic authentication for it')
    .option('--header <name=value>', 'header sent with every request to it; may be repeated', collectHeader)
    .option('-k, --kubeconfig <file>', 'how to reach the Kubernetes API (env: KUBECONFIG)')
    .option('--context <name>', 'context of the kubeconfig')
    .option('--opencost <url>', 'OpenCost, for prices (env: OPENCOST_URL)')
    .option('--cluster-label <name=value>', 'label that tells this cluster apart in a shared store', pair)
    .option('--cluster <id>', 'name of the cluster; with --config, the one to take')
    .addOption(
      new Option('--provider <name>', 'where its nodes are').choices(['aws', 'gcp', 'azure', 'on-premises']),
    )
    .option('--region <name>', 'the provider’s name of the region; decides prices and grid')
    .option('--grid <grams>', 'gCO₂e per kWh of its grid, where known better than the shipped tables', amount)
    .option('--pue <number>', 'power usage effectiveness of its data centre, 1 to 3', positiveNumber)
    .option('--days <number>', 'days of history to read (default: 14)', positiveNumber)
    .optionsGroup('Options:');
}
