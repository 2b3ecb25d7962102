import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from './suite.ts';

/**
 * `npm run check:fresh-clone`: what the README promises a newcomer, done as a newcomer would: a
 * clone of HEAD in a new folder, an empty npm cache, then both README commands. Prints times and
 * sizes; fails when a promise is broken or a process is left behind. `-- --skip-tests` leaves out
 * `npm test`.
 */
const FIRST_START_LIMIT_SECONDS = 120;
const LATER_START_LIMIT_SECONDS = 15;

interface Measurement {
  readonly what: string;
  readonly value: string;
  readonly kept: boolean;
}

const seconds = (began: number): number => (Date.now() - began) / 1000;

function sizeOf(path: string): number {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (!stat) return 0;
  if (!stat.isDirectory()) return stat.size;
  return readdirSync(path, { withFileTypes: true })
    .filter(entry => !entry.isSymbolicLink())
    .reduce((sum, entry) => sum + sizeOf(join(path, entry.name)), 0);
}

const gibibytes = (size: number): string => `${(size / 2 ** 30).toFixed(2)} GiB`;

/** A newcomer's shell knows nothing of the Node that this script runs on. */
function newcomerEnvironment(cache: string): NodeJS.ProcessEnv {
  const environment = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^(npm_|NODE|GREENOPS)/i.test(name)),
  );
  const path = (process.env['PATH'] ?? '').split(':').filter(folder => !folder.includes('node_modules'));
  return { ...environment, PATH: path.join(':'), npm_config_cache: cache };
}

const run = (command: string, parameters: readonly string[], cwd: string, env: NodeJS.ProcessEnv): void => {
  execFileSync(command, parameters, { cwd, env, stdio: ['ignore', 'inherit', 'inherit'] });
};

/** Seconds from `npm start` to findings; the suite is then stopped as Ctrl-C would stop it. */
async function startToFindings(folder: string, env: NodeJS.ProcessEnv): Promise<number> {
  const began = Date.now();
  const child = spawn('npm', ['start'], {
    cwd: folder,
    env: { ...env, GREENOPS_PORTAL_PORT: '0', GREENOPS_GRAFANA_PORT: '0' },
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: true,
  });
  const ended = new Promise<never>((_, reject) => {
    child.once('exit', code =>
      reject(new Error(`npm start ended with exit code ${code} before findings were there`)),
    );
  });
  const found = new Promise<number>(resolve => {
    child.stdout.on('data', (chunk: Buffer) => {
      process.stdout.write(chunk);
      if (chunk.toString().includes('findings are ready')) resolve(seconds(began));
    });
  });
  try {
    return await Promise.race([found, ended]);
  } finally {
    if (child.exitCode === null && child.pid !== undefined) {
      const stopped = new Promise(resolve => child.once('exit', resolve));
      ended.catch(() => undefined); // It ends now because we ask it to.
      process.kill(-child.pid, 'SIGINT');
      await stopped;
    }
  }
}

/** Processes whose command line names the clone: there should be none after Ctrl-C. */
function processesOf(folder: string): readonly string[] {
  return execFileSync('ps', ['-eo', 'pid,args'])
    .toString()
    .split('\n')
    .filter(line => line.includes(folder) && !line.includes(' ps ') && !line.includes('freshClone'));
}

async function main(parameters: readonly string[]): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'greenops-clone-'));
  const cache = mkdtempSync(join(tmpdir(), 'greenops-npm-cache-'));
  const env = newcomerEnvironment(cache);
  const measurements: Measurement[] = [];
  let done = false;
  try {
    run('git', ['clone', '--quiet', '--local', '--no-hardlinks', ROOT, folder], tmpdir(), env);
    // Postgres will not run as root; the folder must be open to the user it runs as.
    execFileSync('chmod', ['755', folder]);

    const began = Date.now();
    run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], folder, env);
    measurements.push({ what: 'npm ci, empty cache', value: `${seconds(began).toFixed(0)} s`, kept: true });
    measurements.push({
      what: 'node_modules',
      value: gibibytes(sizeOf(join(folder, 'node_modules'))),
      kept: true,
    });

    for (const [what, limit] of [
      ['first npm start to findings', FIRST_START_LIMIT_SECONDS],
      ['later npm start to findings', LATER_START_LIMIT_SECONDS],
    ] as const) {
      const taken = await startToFindings(folder, env);
      measurements.push({ what, value: `${taken.toFixed(1)} s (limit ${limit} s)`, kept: taken <= limit });
      const left = processesOf(folder);
      measurements.push({
        what: 'processes left after Ctrl-C',
        value: left.join('; ') || 'none',
        kept: left.length === 0,
      });
    }
    measurements.push({
      what: 'state folder',
      value: gibibytes(sizeOf(join(folder, '.greenops'))),
      kept: true,
    });

    if (!parameters.includes('--skip-tests')) {
      const testsBegan = Date.now();
      run('npm', ['test'], folder, {
        ...env,
        GREENOPS_DATA: process.env['GREENOPS_DATA'] ?? join(ROOT, '../shared/data'),
      });
      measurements.push({
        what: 'npm test',
        value: `${seconds(testsBegan).toFixed(0)} s, passed`,
        kept: true,
      });
    }
    done = true;
  } finally {
    // A clone that failed is kept: its logs say why.
    if (done) rmSync(folder, { recursive: true, force: true });
    else console.error(`The clone is kept in ${folder}`);
    rmSync(cache, { recursive: true, force: true });
    console.log('');
    for (const { what, value, kept } of measurements)
      console.log(`${kept ? '✓' : '✗'} ${what.padEnd(32)} ${value}`);
  }
  return measurements.every(({ kept }) => kept) ? 0 : 1;
}

process.exitCode = await main(process.argv.slice(2));
