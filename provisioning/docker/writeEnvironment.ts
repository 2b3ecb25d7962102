import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';

/**
 * `node provisioning/docker/writeEnvironment.ts [e-mail address for alerts]`: writes .env for
 * docker-compose.yml with fresh secrets. Never touches one that is there: its database has its password.
 */
const SECRETS = ['GREENOPS_POSTGRES_PASSWORD', 'GREENOPS_TOKEN', 'GRAFANA_ADMIN_PASSWORD'];

const root = new URL('../../', import.meta.url);
const [, , email = `${process.env['USER'] ?? 'root'}@localhost`] = process.argv;

const values: Readonly<Record<string, string>> = {
  ...Object.fromEntries(SECRETS.map(name => [name, randomBytes(24).toString('base64url')])),
  GREENOPS_ALERT_EMAIL: email,
};

const text = readFileSync(new URL('.env.example', root), 'utf8').replace(
  /^(\w+)=$/gm,
  (_, name: string) => `${name}=${values[name] ?? ''}`,
);

try {
  writeFileSync(new URL('.env', root), text, { mode: 0o600, flag: 'wx' });
  process.stdout.write(`Wrote .env; Grafana's admin password is in it. Alerts go to ${email}.\n`);
} catch (error) {
  if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  process.stderr.write('.env is there already and stays as it is. Remove it to start anew.\n');
  process.exitCode = 1;
}
