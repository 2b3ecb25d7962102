import { join } from 'node:path';
import { runProgram } from './childProcess.ts';
import { isUpToDate, markUpToDate, sourceStamp } from './sourceStamp.ts';

/** Something that is built once and then served: rebuilt only when what it is made of changes. */
interface FrontEnd {
  readonly name: string;
  readonly workspaceFolder: string;
  readonly command: readonly [string, ...string[]];
  readonly sources: readonly string[];
  /** Folder the build fills. */
  readonly output: string;
}

const SHARED_SOURCES = ['core/src/model', 'core/src/api', 'package-lock.json', 'app-config.yaml'];

export const FRONT_ENDS: readonly FrontEnd[] = [
  {
    name: 'Backstage portal',
    workspaceFolder: 'backstage-plugin/dev',
    command: [
      'node_modules/@backstage/cli/bin/backstage-cli',
      'package',
      'build',
      '--config',
      '../../app-config.yaml',
    ],
    sources: [...SHARED_SOURCES, 'backstage-plugin'],
    output: 'backstage-plugin/dev/dist',
  },
  {
    name: 'Grafana app',
    workspaceFolder: 'grafana-app',
    command: [
      'node_modules/webpack/bin/webpack.js',
      '-c',
      './webpack.config.ts',
      '--disable-interpret',
      '--env',
      'production',
    ],
    sources: [
      ...SHARED_SOURCES,
      'grafana-app/src',
      'grafana-app/package.json',
      'grafana-app/webpack.config.ts',
    ],
    output: 'grafana-app/dist',
  },
  {
    name: 'Grafana host page',
    workspaceFolder: 'grafana-app',
    command: ['grafana-app/dev/build.ts'],
    sources: ['grafana-app/dev', 'package-lock.json'],
    output: 'grafana-app/dev/dist',
  },
];

/** Ticks while a build runs; told when it ends. */
export interface BuildListener {
  started(name: string): void;
  finished(name: string, milliseconds: number): void;
}

export const frontEndsToBuild = (root: string): readonly FrontEnd[] =>
  FRONT_ENDS.filter(({ output, sources }) => !isUpToDate(join(root, output), sourceStamp(root, sources)));

/**
 * Builds what is not up to date, one after the other: each build already uses the cores there are.
 *
 * @throws Error naming the log file when a build fails
 */
export async function buildFrontEnds(
  root: string,
  stateDirectory: string,
  listener: BuildListener,
  signal?: AbortSignal,
): Promise<void> {
  for (const frontEnd of frontEndsToBuild(root)) {
    signal?.throwIfAborted();
    await build(root, stateDirectory, frontEnd, listener, signal);
  }
}

async function build(
  root: string,
  stateDirectory: string,
  { name, workspaceFolder, command: [script, ...parameters], sources, output }: FrontEnd,
  listener: BuildListener,
  signal?: AbortSignal,
): Promise<void> {
  const stamp = sourceStamp(root, sources);
  const began = Date.now();
  listener.started(name);
  const program = runProgram({
    name,
    command: [join(root, script), ...parameters],
    cwd: join(root, workspaceFolder),
    env: { NODE_ENV: 'production' },
    logFile: join(stateDirectory, 'log', `build ${name}.log`.replaceAll(' ', '-')),
  });
  const stop = () => void program.stop();
  signal?.addEventListener('abort', stop, { once: true });
  const code = await program.exited;
  signal?.removeEventListener('abort', stop);
  signal?.throwIfAborted();
  if (code !== 0) throw new Error(`Building the ${name} failed; its output is in ${program.logFile}`);
  markUpToDate(join(root, output), stamp);
  listener.finished(name, Date.now() - began);
}
