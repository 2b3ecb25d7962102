import { once } from 'node:events';
import { cureOf, describeError, unixSecondsFromDate } from '../model/index.ts';
import { groundContents } from './ground/groundContents.ts';
import { parseGroundOptions, USAGE } from './ground/groundOptions.ts';
import { startKubernetesApi } from './kubernetesApi/startKubernetesApi.ts';
import { startPrometheus } from './prometheus/startPrometheus.ts';

/** Keeps a real Prometheus and an API server stand-in up until Ctrl-C. */
async function run(args: readonly string[]): Promise<void> {
  const options = parseGroundOptions(args);
  const say = (text: string): void => void process.stdout.write(`${text}\n`);
  say('Laying the data into Prometheus …');
  const contents = await groundContents(options, unixSecondsFromDate(new Date()));
  const prometheus = await startPrometheus({ series: contents.series }, { port: options.port });
  const api = await startKubernetesApi({ objects: contents.objects });
  try {
    say(`
Prometheus   ${prometheus.url}
Kubernetes   ${api.url}
kubeconfig   ${api.kubeconfig}
Data until   ${new Date(contents.end * 1000).toISOString()}

Try:
  npx greenops scan --cluster ${contents.cluster} --prometheus ${prometheus.url} --kubeconfig ${api.kubeconfig} --days ${contents.days}
  kubectl --kubeconfig ${api.kubeconfig} get pods -A

Ctrl-C ends both.`);
    await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
  } finally {
    await Promise.all([prometheus.stop(), api.stop()]);
  }
}

const args = process.argv.slice(2);
try {
  if (args.includes('--help')) process.stdout.write(USAGE);
  else await run(args);
} catch (error) {
  const cure = cureOf(error);
  process.stderr.write(`${describeError(error)}${cure === undefined ? '' : `\n${cure}`}\n\n${USAGE}`);
  process.exitCode = 1;
}
