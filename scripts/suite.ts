import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { startEmbeddedPostgres } from '@greenops/core/store';
import { runProgram, type RunningProgram } from './childProcess.ts';
import { buildFrontEnds, type BuildListener } from './frontEnds.ts';

export const ROOT = fileURLToPath(new URL('..', import.meta.url));

export interface SuiteOptions {
  /** Where the database, the token and the logs live; reused by the next start. */
  readonly stateDirectory: string;
  /** 0 = any free port. */
  readonly portalPort: number;
  readonly grafanaPort: number;
  /** Whether the generated clusters of the repository are scanned. */
  readonly demo: boolean;
  readonly listener: SuiteListener;
  readonly signal?: AbortSignal;
}

export interface SuiteListener extends BuildListener {
  step(text: string): void;
}

export interface RunningSuite {
  readonly portalUrl: string;
  readonly grafanaUrl: string;
  /** Versioned REST prefix. */
  readonly apiUrl: string;
  /** Bearer token for the REST API. */
  readonly token: string;
  /** Settles when one of the programs ends by itself, which it never should. */
  readonly failed: Promise<string>;
  stop(): Promise<void>;
}

/**
 * Brings up everything on embedded defaults: Postgres, the Backstage backend with its portal, the
 * Grafana app in its host page. Whatever was started is stopped again when a later step fails.
 */
export async function startSuite(options: SuiteOptions): Promise<RunningSuite> {
  const { stateDirectory, listener, signal } = options;
  const stopSteps: (() => Promise<void>)[] = [];
  const stop = async () => {
    const failures: unknown[] = [];
    for (const step of stopSteps.splice(0).reverse()) await step().catch(error => failures.push(error));
    if (failures.length > 0) throw new AggregateError(failures, 'not everything could be stopped');
  };
  try {
    mkdirSync(stateDirectory, { recursive: true });
    listener.step('Starting Postgres');
    const postgres = await startEmbeddedPostgres({ directory: join(stateDirectory, 'postgres') });
    stopSteps.push(() => postgres.stop());

    await buildFrontEnds(ROOT, stateDirectory, listener, signal);

    const token = installationToken(stateDirectory);
    const portalPort = await freePort(options.portalPort);
    const grafanaPort = await freePort(options.grafanaPort);
    const portalUrl = `http://127.0.0.1:${portalPort}`;
    const grafanaUrl = `http://127.0.0.1:${grafanaPort}`;

    listener.step('Starting the Backstage portal and the Grafana host page');
    const backend = runProgram({
      name: 'backend',
      command: [join(ROOT, 'backstage-backend/dev/src/index.ts'), ...configurationFiles()],
      cwd: join(ROOT, 'backstage-backend/dev'),
      env: {
        ...postgresEnvironment(postgres.connectionString),
        GREENOPS_PORTAL_PORT: String(portalPort),
        GREENOPS_TOKEN: token,
        GREENOPS_RECORDINGS: options.demo ? demoRecordings().join(',') : '',
      },
      logFile: join(stateDirectory, 'log/backend.log'),
    });
    stopSteps.push(() => backend.stop());
    const grafanaHost = runProgram({
      name: 'Grafana host page',
      command: [join(ROOT, 'grafana-app/dev/server.ts')],
      cwd: join(ROOT, 'grafana-app/dev'),
      env: {
        GREENOPS_GRAFANA_PORT: String(grafanaPort),
        GREENOPS_API_URL: portalUrl,
        GREENOPS_TOKEN: token,
      },
      logFile: join(stateDirectory, 'log/grafana-host.log'),
    });
    stopSteps.push(() => grafanaHost.stop());

    const failed = firstEnd([backend, grafanaHost]);
    await Promise.race([
      ready(`${portalUrl}/api/greenops/health`, signal).then(() => ready(`${grafanaUrl}/`, signal)),
      failed.then(text => Promise.reject(new Error(text))),
    ]);
    return { portalUrl, grafanaUrl, apiUrl: `${portalUrl}/api/greenops/v1`, token, failed, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Backstage's own convention: what stands in app-config.local.yaml (clusters of one's own) wins. */
function configurationFiles(): readonly string[] {
  return ['app-config.yaml', 'app-config.local.yaml']
    .map(name => join(ROOT, name))
    .filter(existsSync)
    .flatMap(file => ['--config', file]);
}

/** Files of the demo clusters that come with the repository. */
export function demoRecordings(): readonly string[] {
  const folder = join(ROOT, 'provisioning/recordings');
  return readdirSync(folder)
    .filter(name => name.endsWith('.greenops'))
    .sort()
    .map(name => join(folder, name));
}

/** One secret per installation, so that nothing ships with a default one. */
function installationToken(stateDirectory: string): string {
  const file = join(stateDirectory, 'token');
  if (!existsSync(file)) writeFileSync(file, randomBytes(24).toString('base64url'), { mode: 0o600 });
  return readFileSync(file, 'utf8');
}

function postgresEnvironment(connectionString: string): Record<string, string> {
  const url = new URL(connectionString);
  return {
    GREENOPS_POSTGRES_HOST: url.hostname,
    GREENOPS_POSTGRES_PORT: url.port,
    GREENOPS_POSTGRES_USER: decodeURIComponent(url.username),
    GREENOPS_POSTGRES_PASSWORD: decodeURIComponent(url.password),
    GREENOPS_POSTGRES_DATABASE: url.pathname.slice(1),
  };
}

/** The wanted port if it is free, else one the system chooses. */
async function freePort(wanted: number): Promise<number> {
  const probe = (port: number) =>
    new Promise<number>((resolve, reject) => {
      const server = createServer();
      server.once('error', reject);
      server.listen(port, '127.0.0.1', () => {
        const address = server.address();
        server.close(() => resolve(typeof address === 'object' && address ? address.port : port));
      });
    });
  return probe(wanted).catch(() => probe(0));
}

async function ready(url: string, signal?: AbortSignal): Promise<void> {
  for (;;) {
    signal?.throwIfAborted();
    // Refused connections are expected while the program starts; its end is watched by `firstEnd`.
    const response = await fetch(url, signal ? { signal } : {}).catch(() => null);
    if (response?.ok) return;
    await sleep(100, undefined, signal ? { signal } : {});
  }
}

async function firstEnd(programs: readonly RunningProgram[]): Promise<string> {
  return Promise.race(
    programs.map(async ({ name, exited, logFile }) => {
      const code = await exited;
      return `The ${name} ended${code === null ? '' : ` with exit code ${code}`}; its output is in ${logFile}`;
    }),
  );
}
