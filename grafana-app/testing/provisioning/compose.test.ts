/** @jest-environment node */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { REPOSITORY, readParsed } from './readProvisioning.ts';

interface Service {
  readonly image: string;
  readonly build?: { readonly context: string; readonly dockerfile: string };
  readonly environment?: Readonly<Record<string, string>>;
  readonly healthcheck?: { readonly test: readonly string[] };
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
  readonly ports?: readonly string[];
  readonly volumes?: readonly string[];
  readonly secrets?: readonly string[];
  readonly mem_limit?: string;
  readonly cpus?: number;
}

interface Compose {
  readonly services: Readonly<Record<string, Service>>;
  readonly volumes: Readonly<Record<string, unknown>>;
  readonly secrets: Readonly<Record<string, unknown>>;
}

// A file of ours, whose shape these tests check. `docker compose config` cannot be run everywhere.
const compose = readParsed('docker-compose.yml') as Compose;
const text = readFileSync(join(REPOSITORY, 'docker-compose.yml'), 'utf8');
const services = Object.entries(compose.services);

/** Variables that have to be set: `${NAME:?…}`. */
const required = [...new Set([...text.matchAll(/\$\{(\w+):\?/g)].map(([, name]) => name))].sort();

test.each(services)('%s says whether it is well, within bounds', (_, service) => {
  expect(service.healthcheck?.test[0]).toBe('CMD');
  expect(service.mem_limit).toMatch(/^\d+[mg]$/);
  expect(service.cpus).toBeGreaterThan(0);
});

test.each(services)('%s is a pinned version', (_, { image }) => {
  expect(image).toMatch(/:v?\d+\.\d+/);
});

test.each(services)(
  '%s waits for others to be healthy, not only started',
  (_, { depends_on: others = {} }) => {
    for (const [other, { condition }] of Object.entries(others)) {
      expect(compose.services).toHaveProperty(other);
      expect(condition).toBe('service_healthy');
    }
  },
);

test.each(services)('%s is published on loopback only', (_, { ports = [] }) => {
  for (const port of ports) expect(port).toMatch(/^127\.0\.0\.1:/);
});

test.each(services)('%s has no secret in this file', (_, { environment = {} }) => {
  for (const [name, value] of Object.entries(environment)) {
    if (/PASSWORD|TOKEN|SECRET/.test(name)) expect(value).toMatch(/^\$\{\w+:\?set \w+ in \.env\}$/);
  }
});

test.each(services)(
  '%s mounts what is in the repository or declared',
  (_, { volumes = [], secrets = [] }) => {
    for (const volume of volumes) {
      const source = volume.split(':', 1)[0] ?? '';
      // The plugin is built before it is mounted.
      if (source === './grafana-app/dist') continue;
      if (source.startsWith('./'))
        expect({ source, there: existsSync(join(REPOSITORY, source)) }).toEqual({ source, there: true });
      else expect(compose.volumes).toHaveProperty([source]);
    }
    for (const secret of secrets) expect(compose.secrets).toHaveProperty([secret]);
  },
);

test('.env.example names every variable that has to be set, and gives none of them a value', () => {
  const example = readFileSync(join(REPOSITORY, '.env.example'), 'utf8');
  const named = [...example.matchAll(/^(\w+)=(.*)$/gm)].map(([, name, value]) => ({ name, value }));
  expect(named.map(({ name }) => name).sort()).toEqual(required);
  expect(named.filter(({ value }) => value !== '')).toEqual([]);
});

test('every variable that the provisioning of Grafana reads is given to Grafana', () => {
  const given = compose.services['grafana']?.environment ?? {};
  const files = ['datasources/prometheus.yaml', 'plugins/greenops.yaml', 'alerting/contact-points.yaml'];
  const read = files.flatMap(file =>
    [...readFileSync(join(REPOSITORY, 'provisioning/grafana', file), 'utf8').matchAll(/\$\{(\w+)\}/g)].map(
      ([, name]) => name ?? '',
    ),
  );
  expect(read.length).toBeGreaterThan(3);
  for (const name of read) expect(given).toHaveProperty([name]);
});

test('the image of the backend runs without rights, from files that exist and reach the builder', () => {
  const dockerfile = compose.services['backend']?.build?.dockerfile ?? '';
  const lines = readFileSync(join(REPOSITORY, dockerfile), 'utf8').split('\n');
  expect(lines.filter(line => line.startsWith('FROM')).every(line => /:\d+\.\d+\.\d+/.test(line))).toBe(true);
  expect(lines).toContain('USER node');
  const ignored = readFileSync(join(REPOSITORY, '.dockerignore'), 'utf8').split('\n');
  for (const line of lines.filter(
    candidate => candidate.startsWith('COPY') && !candidate.includes('--from'),
  )) {
    const sources = line.split(' ').slice(1, -1);
    for (const source of sources) {
      expect({ source, there: existsSync(join(REPOSITORY, source)) }).toEqual({ source, there: true });
      const reaches = ignored.some(
        rule => rule.startsWith('!') && `${source}/`.startsWith(`${rule.slice(1)}/`),
      );
      expect({ source, reaches }).toEqual({ source, reaches: true });
    }
  }
});
