import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { main } from '../main.ts';
import { fakeHost } from '../testing/fakeHost.ts';
import { shop } from '../testing/shop.ts';

const folder = mkdtempSync(join(tmpdir(), 'rules-'));
const file = join(folder, 'rules.yaml');
writeFileSync(
  file,
  `rules:
  - id: big
    title: Big
    scope: container
    when: container.requests.cpu >= 2 && usage.cpu.p95 < 1
    wording: { title: 'Look at {subject}', summary: ['It asks for {container.requests.cpu}.'] }
`,
);
const broken = join(folder, 'broken.yaml');
writeFileSync(broken, 'rules: [{ id: X }]');

const run = async (...argv: string[]) => {
  const host = fakeHost({ clusters: { 'shop.greenops': shop() } });
  const code = await main(argv, host);
  return { code, out: host.stdout.text, err: host.stderr.text };
};

describe('greenops rules', () => {
  it('lists ours and those of a file', async () => {
    const { code, out } = await run('rules', '--file', file);
    expect(code).toBe(0);
    expect(out).toContain('cpu-over-requested');
    expect(out).toMatch(/custom\/big\s+Big/);
  });

  it('tries rules on a cluster and tells by which numbers', async () => {
    const { code, out } = await run('rules', 'test', '--file', file, '--recording', 'shop.greenops');
    expect(code).toBe(0);
    expect(out).toMatch(/custom\/big {2}1 found, \d+ not found, 0 cannot be decided/);
    expect(out).toContain('Deployment shop/cart server: container.requests.cpu 2 cores, usage.cpu.p95 200m');
  });

  it('tells the same as JSON', async () => {
    const { out } = await run('rules', 'test', '--file', file, '-r', 'shop.greenops', '--output', 'json');
    const [cluster] = (JSON.parse(out) as { clusters: { rules: { rule: string; found: unknown[] }[] }[] })
      .clusters;
    expect(cluster?.rules).toMatchObject([{ rule: 'custom/big', found: [{ container: 'server' }] }]);
  });

  it.each([
    [['rules', 'test', '-r', 'shop.greenops'], 2, /Nothing says which rules to try/],
    [['rules', 'test', '--file', broken, '-r', 'shop.greenops'], 2, /broken\.yaml:1:\d+: rules\.0\.id/],
    [['rules', 'test', '--file', `${file}.not`, '-r', 'shop.greenops'], 2, /cannot be read/],
    [
      ['rules', 'test', '--file', file, '--rule', 'small', '-r', 'shop.greenops'],
      2,
      /choose one of custom\/big/,
    ],
  ])('refuses %j', async (argv, expected, message) => {
    const { code, err } = await run(...argv);
    expect(code).toBe(expected);
    expect(err).toMatch(message);
  });

  it('says which cluster could not be read', async () => {
    const { code, out } = await run('rules', 'test', '--file', file, '-r', 'gone.greenops');
    expect(code).toBe(3);
    expect(out).toContain('gone.greenops did not answer');
  });
});

describe('greenops scan --rules', () => {
  it('finds by them too', async () => {
    const { out } = await run('scan', '--rules', file, '-r', 'shop.greenops', '--output', 'json');
    expect(out).toContain('custom/big');
    expect((await run('scan', '-r', 'shop.greenops', '--output', 'json')).out).not.toContain('custom/big');
  });

  it('finds by the rules that a configuration file names, from where that file is', async () => {
    const config = join(folder, 'greenops.yaml');
    writeFileSync(config, 'rules: rules.yaml\nclusters: [{ id: shop, recording: shop.greenops }]\n');
    const host = fakeHost({ clusters: { [join(folder, 'shop.greenops')]: shop() } });
    await main(['scan', '--config', config, '--output', 'json'], host);
    expect(host.stdout.text).toContain('custom/big');
  });
});
