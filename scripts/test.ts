import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { buildFrontEnds } from './frontEnds.ts';
import { ensurePrerequisites } from './prerequisites.ts';
import { ROOT } from './suite.ts';

/**
 * `npm test`: everything, in the order in which it fails fastest. `npm test -- core lint` runs only
 * the named stages. Ends with one line `N passed, N failed, N skipped`.
 */
interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

interface Stage {
  readonly name: string;
  run(): Promise<Counts>;
}

const REPORTS = join(ROOT, '.greenops/test-reports');

function execute(
  script: string,
  parameters: readonly string[],
  env: Record<string, string> = {},
): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [join(ROOT, script), ...parameters], {
      cwd: ROOT,
      stdio: 'inherit',
      env: { ...process.env, ...env },
    });
    child.once('error', reject);
    child.once('exit', code => resolve(code ?? 1));
  });
}

/** A tool that only says yes or no counts as one test. */
const check = (name: string, script: string, parameters: readonly string[]): Stage => ({
  name,
  run: async () =>
    (await execute(script, parameters)) === 0
      ? { passed: 1, failed: 0, skipped: 0 }
      : { passed: 0, failed: 1, skipped: 0 },
});

/** `modules` says whether the package runs as native ES modules; @grafana's packages need CommonJS. */
function jest(name: string, modules: 'native' | 'commonjs'): Stage {
  return {
    name,
    async run() {
      const report = join(REPORTS, `${name}.json`);
      const code = await execute(
        'node_modules/jest/bin/jest.js',
        ['-c', `${name}/jest.config.js`, '--json', '--outputFile', report, '--testLocationInResults'],
        modules === 'native'
          ? { NODE_OPTIONS: '--experimental-vm-modules --disable-warning=ExperimentalWarning' }
          : {},
      );
      if (!existsSync(report)) return { passed: 0, failed: 1, skipped: 0 };
      const result: {
        numPassedTests: number;
        numFailedTests: number;
        numPendingTests: number;
        numRuntimeErrorTestSuites: number;
      } = JSON.parse(readFileSync(report, 'utf8'));
      const failed = result.numFailedTests + result.numRuntimeErrorTestSuites;
      return {
        passed: result.numPassedTests,
        failed: failed === 0 && code !== 0 ? 1 : failed,
        skipped: result.numPendingTests,
      };
    },
  };
}

function playwright(name: string, config: string): Stage {
  return {
    name,
    async run() {
      const report = join(REPORTS, `${name}.json`);
      const code = await execute(
        'node_modules/@playwright/test/cli.js',
        ['test', '-c', config, '--reporter=list,json'],
        {
          PLAYWRIGHT_JSON_OUTPUT_NAME: report,
        },
      );
      if (!existsSync(report)) return { passed: 0, failed: 1, skipped: 0 };
      const { stats }: { stats: { expected: number; unexpected: number; flaky: number; skipped: number } } =
        JSON.parse(readFileSync(report, 'utf8'));
      const failed = stats.unexpected + stats.flaky;
      return {
        passed: stats.expected,
        failed: failed === 0 && code !== 0 ? 1 : failed,
        skipped: stats.skipped,
      };
    },
  };
}

const build: Stage = {
  name: 'build',
  async run() {
    await buildFrontEnds(ROOT, join(ROOT, '.greenops'), {
      started: name => console.log(`Building the ${name}`),
      finished: (name, milliseconds) =>
        console.log(`Built the ${name} in ${Math.round(milliseconds / 1000)} s`),
    });
    return { passed: 1, failed: 0, skipped: 0 };
  },
};

const STAGES: readonly Stage[] = [
  check('typecheck', 'node_modules/typescript/bin/tsc', ['-b']),
  check('lint', 'node_modules/eslint/bin/eslint.js', ['.', '--max-warnings', '0']),
  check('format', 'node_modules/prettier/bin/prettier.cjs', ['--check', '--log-level', 'warn', '.']),
  jest('core', 'native'),
  jest('backstage-backend', 'native'),
  jest('backstage-plugin', 'commonjs'),
  // Its tests look into the build too.
  build,
  jest('grafana-app', 'commonjs'),
  playwright('grafana-e2e', 'grafana-app/playwright.config.ts'),
  playwright('e2e', 'e2e/playwright.config.ts'),
];

async function main(names: readonly string[]): Promise<number> {
  const unknown = names.filter(name => !STAGES.some(stage => stage.name === name));
  if (unknown.length > 0) {
    console.error(
      `No such stage: ${unknown.join(', ')}. Stages: ${STAGES.map(({ name }) => name).join(', ')}`,
    );
    return 2;
  }
  ensurePrerequisites();
  rmSync(REPORTS, { recursive: true, force: true });
  mkdirSync(REPORTS, { recursive: true });

  const total = { passed: 0, failed: 0, skipped: 0 };
  const lines: string[] = [];
  for (const stage of STAGES.filter(({ name }) => names.length === 0 || names.includes(name))) {
    const began = Date.now();
    const counts = await stage.run().catch((error: unknown) => {
      console.error(error);
      return { passed: 0, failed: 1, skipped: 0 };
    });
    total.passed += counts.passed;
    total.failed += counts.failed;
    total.skipped += counts.skipped;
    const duration = `${Math.round((Date.now() - began) / 1000)} s`;
    lines.push(
      `${counts.failed > 0 ? '✗' : '✓'} ${stage.name.padEnd(18)} ${String(counts.passed).padStart(5)} passed ${String(counts.failed).padStart(4)} failed ${String(counts.skipped).padStart(4)} skipped  ${duration}`,
    );
  }
  console.log(`\n${lines.join('\n')}\n`);
  console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
  return total.failed > 0 ? 1 : 0;
}

process.exitCode = await main(process.argv.slice(2));
