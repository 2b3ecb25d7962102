import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** A program the tests run for real, where it may be, and the Debian packages that bring it. */
interface Prerequisite {
  readonly name: string;
  readonly debianPackages: readonly string[];
  readonly isThere: () => boolean;
}

const onPath = (program: string): boolean =>
  (process.env['PATH'] ?? '').split(delimiter).some(folder => existsSync(join(folder, program)));

const hasSystemPostgres = (): boolean =>
  existsSync('/usr/lib/postgresql') &&
  readdirSync('/usr/lib/postgresql').some(version => existsSync(`/usr/lib/postgresql/${version}/bin/initdb`));

const PREREQUISITES: readonly Prerequisite[] = [
  {
    name: 'Prometheus with promtool',
    debianPackages: ['prometheus'],
    isThere: () => onPath('prometheus') && onPath('promtool'),
  },
  {
    name: 'Chromium',
    // A browser without a font measures no text, and pages then look narrower than they are.
    debianPackages: ['chromium', 'fonts-liberation', 'fonts-dejavu-core'],
    isThere: () => existsSync(process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium'),
  },
  {
    name: 'PostgreSQL server',
    debianPackages: ['postgresql'],
    isThere: () => hasSystemPostgres() || process.env['GREENOPS_PG_BINDIR'] !== undefined,
  },
];

const canInstall = (): boolean => process.getuid?.() === 0 && existsSync('/etc/debian_version');

/**
 * Finds the real programs that the tests stand on; installs what is missing where that is possible
 * without asking (root on Debian).
 *
 * @throws Error that names what to install
 */
export function ensurePrerequisites(): void {
  const missing = PREREQUISITES.filter(({ isThere }) => !isThere());
  if (missing.length === 0) return;
  const packages = missing.flatMap(({ debianPackages }) => debianPackages);
  if (!canInstall()) {
    throw new Error(
      `The tests need ${missing.map(({ name }) => name).join(', ')}.\n` +
        `On Debian or Ubuntu: sudo apt-get install --no-install-recommends ${packages.join(' ')}\n` +
        'Elsewhere put prometheus and promtool on the PATH, set CHROMIUM_PATH to a Chromium or Chrome, and GREENOPS_PG_BINDIR to the bin folder of PostgreSQL 15 or newer.',
    );
  }
  console.log(`Installing ${packages.join(', ')} from Debian`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  execFileSync('apt-get', ['update', '-qq'], { stdio: 'inherit', env });
  const result = spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages], {
    env,
  });
  if (result.status !== 0) {
    throw new Error(`apt-get install ${packages.join(' ')} failed:\n${result.stderr.toString().trim()}`);
  }
}
