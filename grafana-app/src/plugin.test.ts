/** @jest-environment node */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { PLUGIN_ID, READ_FINDINGS } from './pluginId.ts';

/** What Grafana's plugin validator looks at; it is a program of its own that cannot be had from npm. */

const path = (relative: string) => fileURLToPath(new URL(relative, `file://${__dirname}/`));
const read = (relative: string) => readFileSync(path(relative), 'utf8');
const pluginJson = JSON.parse(read('plugin.json'));

describe('plugin.json', () => {
  test('the id is <organisation>-<name>-app and the one in the code', () => {
    expect(pluginJson.id).toBe(PLUGIN_ID);
    expect(pluginJson.id).toMatch(/^[a-z0-9]+-[a-z0-9]+-app$/);
  });

  test('every permission starts with the id, so that Grafana accepts it, and is granted by a role', () => {
    const actions = [...pluginJson.includes, ...pluginJson.routes].flatMap(({ action, reqAction }) =>
      [action, reqAction].filter(Boolean),
    );
    const granted = pluginJson.roles.flatMap(({ role }: { role: { permissions: { action: string }[] } }) =>
      role.permissions.map(({ action }) => action),
    );
    expect(actions).toContain(READ_FINDINGS);
    for (const action of actions) {
      expect(action.startsWith(`${PLUGIN_ID}.`)).toBe(true);
      expect(granted).toContain(action);
    }
  });

  test('every role lets its holder open the app at all', () => {
    for (const { role } of pluginJson.roles) {
      expect(role.permissions).toContainEqual({
        action: 'plugins.app:access',
        scope: `plugins:id:${PLUGIN_ID}`,
      });
    }
  });

  test('the only way to the backend reads, carries the token and never a literal one', () => {
    expect(pluginJson.routes).toEqual([
      expect.objectContaining({
        method: 'GET',
        reqAction: READ_FINDINGS,
        url: '{{ .JsonData.apiUrl }}/api/greenops/v1',
        headers: [{ name: 'Authorization', content: 'Bearer {{ .SecureJsonData.apiToken }}' }],
      }),
    ]);
  });

  test('one page opens first, and the pages are under the app', () => {
    expect(pluginJson.includes.filter(({ defaultNav }: { defaultNav?: boolean }) => defaultNav)).toHaveLength(
      1,
    );
    for (const { path: page } of pluginJson.includes) expect(page).toMatch(/^\/(a|plugins)\/%PLUGIN_ID%/);
  });

  test('React 19 needs Grafana 13.2', () => {
    expect(pluginJson.dependencies.grafanaDependency).toBe('>=13.2.0');
  });

  test('extension titles are long enough to be accepted', () => {
    for (const { title } of pluginJson.extensions.addedLinks) expect(title.length).toBeGreaterThanOrEqual(10);
  });

  test('logos exist and carry no script', () => {
    for (const logo of Object.values<string>(pluginJson.info.logos)) {
      expect(read(logo)).toMatch(/^<svg /);
      expect(read(logo)).not.toMatch(/<script|\son\w+=|javascript:/i);
    }
  });

  test('the version has an entry in the changelog', () => {
    const { version } = JSON.parse(read('../package.json'));
    expect(read('CHANGELOG.md')).toContain(`## ${version}\n`);
  });
});

const built = existsSync(path('../dist/module.js'));
const describeBuilt = built ? describe : describe.skip;

describeBuilt(
  `the build${built ? '' : ' (skipped: run `npm run build -w @greenops/grafana-app` first)'}`,
  () => {
    const dist = (file: string) => readFileSync(path(`../dist/${file}`));
    const scripts = built ? readdirSync(path('../dist')).filter(file => file.endsWith('.js')) : [];

    test('what Grafana loads at its own start stays small', () => {
      expect(dist('module.js').byteLength).toBeLessThan(20_000);
    });

    test('no script was changed after its integrity hash was taken', () => {
      const entry = dist('module.js').toString();
      for (const file of scripts.filter(name => name !== 'module.js')) {
        const hash = createHash('sha256').update(dist(file)).digest('base64');
        expect({ file, known: entry.includes(`sha256-${hash}`) }).toEqual({ file, known: true });
      }
    });

    test('nothing that Grafana shares is bundled a second time', () => {
      const all = scripts.map(file => dist(file).toString()).join('\n');
      expect(all).not.toContain('__SECRET_INTERNALS_DO_NOT_USE');
      expect(all).not.toContain('__CLIENT_INTERNALS_DO_NOT_USE');
    });

    test('our own code does not write to the console', () => {
      for (const file of scripts.filter(
        name => !name.startsWith('vendors') && !name.startsWith('node_modules'),
      )) {
        expect({ file, logs: /console\.log\(/.test(dist(file).toString()) }).toEqual({ file, logs: false });
      }
    });

    test('plugin.json is filled in and its companions are there', () => {
      const text = dist('plugin.json').toString();
      expect(text).not.toMatch(/%[A-Z_]+%/);
      expect(JSON.parse(text).info.version).toBe(JSON.parse(read('../package.json')).version);
      for (const file of ['README.md', 'CHANGELOG.md', 'LICENSE', 'img/logo.svg', 'module.js.map']) {
        expect(existsSync(path(`../dist/${file}`))).toBe(true);
      }
    });
  },
);
