import { join, relative } from 'node:path';
import { firstFindings } from './firstFindings.ts';
import { createProgressLine } from './progressLine.ts';
import { type RunningSuite, ROOT, startSuite } from './suite.ts';

/**
 * `npm start`: the whole suite on embedded defaults with the demo clusters, until Ctrl-C. Clusters
 * of one's own stand under `greenops.clusters` in app-config.local.yaml.
 *
 * Environment: GREENOPS_STATE (default `.greenops`), GREENOPS_PORTAL_PORT (7007),
 * GREENOPS_GRAFANA_PORT (3000), GREENOPS_DEMO (`false` leaves out the demo clusters), PROMETHEUS_URL
 * (for the Prometheus panels of the Grafana host page).
 */
async function main(): Promise<number> {
  const began = Date.now();
  const stateDirectory = process.env['GREENOPS_STATE'] ?? join(ROOT, '.greenops');
  const progress = createProgressLine(process.stdout);
  const interrupt = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => interrupt.abort());

  let suite: RunningSuite | undefined;
  try {
    suite = await startSuite({
      stateDirectory,
      demo: process.env['GREENOPS_DEMO'] !== 'false',
      portalPort: Number(process.env['GREENOPS_PORTAL_PORT'] ?? 7007),
      grafanaPort: Number(process.env['GREENOPS_GRAFANA_PORT'] ?? 3000),
      signal: interrupt.signal,
      listener: {
        step: text => progress.begin(text),
        started: name => progress.begin(`Building the ${name} (only the first time)`),
        finished: () => progress.end(),
      },
    });
    progress.begin('Waiting for the first findings');
    const { findings, demo } = await firstFindings(suite, interrupt.signal);
    progress.end();
    console.log(`
  ${findings} findings are ready after ${Math.round((Date.now() - began) / 1000)} s.${demo ? ' All data shown is a demo: generated clusters, not yours.' : ''}

    Backstage   ${suite.portalUrl}/greenops
    Grafana     ${suite.grafanaUrl}/a/greenops-advisor-app/opportunities
    REST API    ${suite.apiUrl}/opportunities   (bearer token in ${join(relative(process.cwd(), stateDirectory), 'token')})

  Your own cluster:  npm run greenops -- scan --prometheus <url> --kubeconfig <file>
  Ctrl-C stops everything.
`);
    const ended = await Promise.race([suite.failed, aborted(interrupt.signal)]);
    if (ended !== null) {
      console.error(ended);
      return 1;
    }
    return 0;
  } catch (error) {
    progress.end();
    if (interrupt.signal.aborted) return 0;
    console.error(error instanceof Error ? error.message : String(error));
    return 1;
  } finally {
    progress.begin('Stopping');
    await suite?.stop();
    progress.end();
  }
}

const aborted = (signal: AbortSignal): Promise<null> =>
  new Promise(resolve => {
    if (signal.aborted) resolve(null);
    signal.addEventListener('abort', () => resolve(null), { once: true });
  });

process.exitCode = await main();
