import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from './suite.ts';

/**
 * `npm run check:package`: core as somebody gets it who installs it: packed from a copy of the
 * repository (packing changes the folder it works on), installed into an empty one, run by the oldest
 * Node that it promises to run on. `-- --keep` leaves the folder there.
 */
const RECORDING = join(ROOT, 'provisioning', 'recordings', 'demo-shop-eu.greenops');

/** A program that uses every export, and the types that come with them. */
const CONSUMER = `
import { advise } from '@greenops/core/advise';
import { scanCluster } from '@greenops/core/advisor';
import { opportunitySchema } from '@greenops/core/api';
import { ruleDeclarations } from '@greenops/core/assess';
import { main } from '@greenops/core/cli';
import { demoClusters } from '@greenops/core/demo';
import { BALANCED, formatUsd, unixSeconds, usd } from '@greenops/core/model';
import { observe } from '@greenops/core/observe';
import { openPostgres, PostgresStore, startEmbeddedPostgres } from '@greenops/core/store';

const all = [advise, opportunitySchema, main, observe, ruleDeclarations];
if (all.some(one => one === undefined)) throw new Error('an export is not there');
const [source] = demoClusters({ seed: 1, end: unixSeconds(1_790_000_000), days: 4 });
if (source === undefined) throw new Error('there is no demo');
const scan = await scanCluster(source, { policy: BALANCED });
const postgres = await startEmbeddedPostgres({ directory: new URL('postgres', import.meta.url).pathname });
try {
  const sql = openPostgres(postgres.connectionString);
  const store = await PostgresStore.create(sql);
  await store.saveScan(scan);
  const [cluster] = await store.clusters();
  console.log(\`stored \${cluster?.opportunities ?? 0} findings, \${formatUsd(usd(cluster?.savingUsdPerMonth ?? 0))}\`);
  await sql.close();
} finally {
  await postgres.stop();
}
`;

const CONSUMER_CONFIGURATION = {
  compilerOptions: {
    target: 'es2023',
    module: 'nodenext',
    strict: true,
    skipLibCheck: true,
    types: ['node'],
  },
  files: ['consumer.ts'],
};

const say = (text: string): void => void process.stdout.write(`${text}\n`);

function run(command: string, parameters: readonly string[], cwd: string): string {
  return execFileSync(command, parameters, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
}

/** Packs a copy of what is in the working tree, and tells the tarball. */
function pack(folder: string): string {
  const copy = join(folder, 'repository');
  const files = run(
    'git',
    ['ls-files', '--cached', 'core', 'scripts/corePackage.ts', 'provisioning/supabase', 'tsconfig.base.json'],
    ROOT,
  );
  for (const file of files.trim().split('\n')) {
    cpSync(join(ROOT, file), join(copy, file), { recursive: true });
  }
  for (const place of ['', 'core']) {
    symlinkSync(join(ROOT, place, 'node_modules'), join(copy, place, 'node_modules'));
  }
  const before = readFileSync(join(copy, 'core', 'package.json'), 'utf8');
  const output = run('npm', ['pack', './core', '--json', '--pack-destination', folder], copy);
  if (readFileSync(join(copy, 'core', 'package.json'), 'utf8') !== before) {
    throw new Error('packing has left another package.json behind');
  }
  const [packed] = JSON.parse(output.slice(output.indexOf('['))) as {
    filename: string;
    size: number;
    files: { path: string }[];
  }[];
  if (packed === undefined) throw new Error('npm pack told nothing');
  const stray = packed.files.filter(({ path }) => /\.test\.|\/testing\/|^src\//.test(path));
  if (stray.length > 0) throw new Error(`the package holds what is not for its users: ${stray[0]?.path}`);
  say(`packed ${packed.files.length} files, ${(packed.size / 2 ** 20).toFixed(2)} MiB`);
  return join(folder, packed.filename);
}

/** `>=22.18` → `22.18`: the version that has to do. */
function oldestNode(): string {
  const manifest = JSON.parse(readFileSync(join(ROOT, 'core', 'package.json'), 'utf8')) as {
    engines: { node: string };
  };
  return manifest.engines.node.replace('>=', '');
}

function install(tarball: string, folder: string): string {
  const project = join(folder, 'project');
  cpSync(tarball, join(project, 'core.tgz'));
  writeFileSync(join(project, 'package.json'), JSON.stringify({ private: true, type: 'module' }));
  const options = ['--no-audit', '--no-fund', '--loglevel=error'];
  run('npm', ['install', ...options, './core.tgz', `node@${oldestNode()}`, '@types/node@22'], project);
  return project;
}

function exercise(project: string): void {
  const node = join(project, 'node_modules', '.bin', 'node');
  const greenops = join(project, 'node_modules', '.bin', 'greenops');
  say(
    `node ${run(node, ['--version'], project).trim()}, greenops ${run(node, [greenops, '--version'], project).trim()}`,
  );
  const { opportunities } = JSON.parse(
    run(node, [greenops, 'replay', RECORDING, '--output', 'json'], project),
  ) as { opportunities: readonly unknown[] };
  if (opportunities.length === 0) throw new Error('the installed program finds nothing in the demo');
  say(`greenops replay: ${opportunities.length} findings`);
  writeFileSync(join(project, 'consumer.ts'), CONSUMER);
  writeFileSync(join(project, 'tsconfig.json'), JSON.stringify(CONSUMER_CONFIGURATION));
  run(process.execPath, [join(ROOT, 'node_modules', 'typescript', 'bin', 'tsc'), '-p', '.'], project);
  say(run(node, ['consumer.js'], project).trim());
}

const folder = mkdtempSync(join(tmpdir(), 'greenops-package-'));
try {
  exercise(install(pack(folder), folder));
  say('The package works.');
} finally {
  if (process.argv.includes('--keep')) say(`left in ${folder}`);
  else rmSync(folder, { recursive: true });
}
