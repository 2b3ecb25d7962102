import { stripVTControlCharacters } from 'node:util';
import { observationOf } from '../../assess/examples/observationOf.ts';
import { BALANCED } from '../../model/index.ts';
import { main } from '../main.ts';
import { cellsOf } from '../terminal/cells.ts';
import { fakeHost, type FakeHostOptions } from '../testing/fakeHost.ts';
import { shop } from '../testing/shop.ts';

async function screen(
  options: FakeHostOptions,
  argv: readonly string[] = ['replay', 'shop.greenops'],
): Promise<string> {
  const host = fakeHost({ clusters: { 'shop.greenops': shop() }, ...options });
  await main(argv, host);
  return host.stdout.text;
}

const ESCAPE = '\u001b';

describe('the scan screen', () => {
  it.each([40, 60, 80, 95, 96, 100, 132, 160, 400])('never gets wider than %d cells', async columns => {
    const lines = stripVTControlCharacters(await screen({ tty: true, columns })).split('\n');
    for (const line of lines) expect(cellsOf(line)).toBeLessThanOrEqual(columns);
  });

  it('reads like this at 60', async () => {
    const text = await screen({ env: { COLUMNS: '60' } });
    expect(text).toContain(`
To save
   $77.57  shop/cart · server
           cpu 2 → 229m
           ▁▁▁▁▁▁▁▁▁▁▁▁▁▁  88 % sure, low risk
`);
    expect(text).toContain('shop/a-very-long-name-of-a-payment-provider-adap…');
    expect(text).toContain(
      '! kepler: Kepler tells nothing about pods.\n  → Give Kepler access to the Kubernetes API.',
    );
  });

  it('reads like this at 100', async () => {
    const lines = (await screen({ env: { COLUMNS: '100' } })).split('\n');
    expect(lines[0]).toBe('Test');
    expect(lines[1]).toBe(`5 workloads on 2 nodes, 14 d to 2026-11-16 00:00 UTC, policy ${BALANCED.name}`);
    const title = lines.find(line => line.startsWith('$/MONTH'));
    expect(title).toMatch(/^\$\/MONTH {2}WORKLOAD +CHANGE +LAST 7 DAYS +SURE +RISK$/);
    const cart = lines.find(line => line.includes('shop/cart'));
    expect(cart).toMatch(/^ \$77\.57 {2}shop\/cart · server +cpu 2 → 229m +[▁▂▃▄▅▆▇█]{14} {2}88 % {2}low$/);
    const reliable = lines.indexOf('To run reliably');
    expect(lines.slice(reliable).join('\n')).toContain('search/indexer · server');
  });

  it('adds carbon and ids where there is room', async () => {
    expect(await screen({ env: { COLUMNS: '160' } })).toMatch(/CO₂e .*ID\n.*opp-[0-9a-f]{20}/);
  });

  it('names the clusters when there are several', async () => {
    const host = fakeHost({ clusters: { 'shop.greenops': shop() } });
    await main(['replay', 'shop.greenops'], host);
    expect(host.stdout.text).not.toContain('CLUSTER');
  });

  it('says on every screen that a demo is a demo', async () => {
    const clusters = { 'shop.greenops': shop({ demo: true }) };
    expect(await screen({ clusters })).toContain('DEMO DATA');
    expect(await screen({ clusters }, ['doctor', '-r', 'shop.greenops'])).toContain('demo data');
    expect(await screen({ clusters }, ['replay', 'shop.greenops', '-o', 'markdown'])).toContain(
      '**Demo data**',
    );
    const [first] = JSON.parse(
      await screen({ clusters }, ['replay', 'shop.greenops', '-o', 'json']),
    ).opportunities;
    expect(first.demo).toBe(true);
    expect(await screen({ clusters }, ['explain', first.id, '-r', 'shop.greenops'])).toContain('DEMO DATA');
    expect(await screen({})).not.toMatch(/demo/i);
  });

  it('tells what the nodes cost, which can go, and how many rules are off; the rest where it is asked for', async () => {
    // A cluster whose metrics show nothing that rules need.
    const clusters = { 'shop.greenops': { ...shop(), seen: new Set<string>() } };
    const short = (await screen({ clusters })).replaceAll(/\s+/g, ' ');
    expect(short).toMatch(/Nodes \$\d+\/month, \$[\d.]+ \(\d+ %\) of it not allocated to any workload/);
    expect(short).toContain('To give back not simulated: nobody says where any pod may run');
    expect(short).toMatch(/Rules off \d+ rules? for want of data; --details names/);
    expect(short).not.toContain('Rules that are off');
    const long = await screen({ clusters }, ['replay', 'shop.greenops', '--details']);
    expect(long).toMatch(/Rules that are off, with what is missing\n {2}• /);
  });

  it('lists why something was not judged', async () => {
    expect(await screen({})).toContain('Only 24 h of history, policy Balanced asks for 3 d');
  });
});

describe('a history that is too short', () => {
  const observed = observationOf({
    workloads: [{ name: 'young', ageDays: 1, containers: [{ cpu: [0.1] }] }],
  });
  // Without nodes there is nothing to find about them either.
  const young = { ...observed, inventory: { ...observed.inventory, nodes: [] } };
  const clusters = { 'shop.greenops': young };

  it('is told, with what can be done, instead of praise', async () => {
    const text = await screen({ clusters });
    expect(text).toContain('24 h of history (14 d wanted) to');
    expect(text).toContain('there are only 24 h of history, and policy Balanced asks for 3 d');
    expect(text).toContain('Possible saving none found');
    expect(text).toContain('--min-history 24h');
    expect(text).not.toContain('Nothing to change');
    const markdown = await screen({ clusters }, ['replay', 'shop.greenops', '-o', 'markdown']);
    expect(markdown).toContain('Nothing could be judged yet');
    expect(markdown).toContain('- 1 × Only 24 h of history, policy Balanced asks for 3 d');
  });

  it('is judged where that is asked for, and said to be so', async () => {
    const text = await screen({ clusters }, ['replay', 'shop.greenops', '--min-history', '24h']);
    expect(text.replaceAll('\n', ' ')).toContain('policy Balanced from 24 h of history on');
    expect(text).toContain('cpu 1 →');
    expect(text).not.toContain('asks for 3 d');
  });
});

describe('colours', () => {
  it.each<[string, FakeHostOptions, boolean]>([
    ['a terminal', { tty: true }, true],
    ['a pipe', {}, false],
    ['a terminal with NO_COLOR', { tty: true, env: { NO_COLOR: '1' } }, false],
    ['a terminal with an empty NO_COLOR', { tty: true, env: { NO_COLOR: '' } }, true],
    ['a dumb terminal', { tty: true, env: { TERM: 'dumb' } }, false],
    ['a pipe with FORCE_COLOR', { env: { FORCE_COLOR: '1' } }, true],
    ['a terminal with FORCE_COLOR=0', { tty: true, env: { FORCE_COLOR: '0' } }, false],
    ['NO_COLOR against FORCE_COLOR', { tty: true, env: { NO_COLOR: '1', FORCE_COLOR: '1' } }, false],
  ])('%s', async (_, options, coloured) => {
    expect((await screen(options)).includes(ESCAPE)).toBe(coloured);
  });

  it('never enter what machines read', async () => {
    for (const format of ['json', 'yaml', 'csv', 'markdown']) {
      expect(await screen({ tty: true }, ['replay', 'shop.greenops', '-o', format])).not.toContain(ESCAPE);
    }
  });
});

describe('progress', () => {
  it('is drawn on the error stream of a terminal and cleared in the end', async () => {
    const host = fakeHost({ clusters: { 'shop.greenops': shop() }, tty: true, columns: 80 });
    await main(['replay', 'shop.greenops'], host);
    expect(stripVTControlCharacters(host.stderr.text)).toContain('50 % shop: Reading');
    expect(host.stderr.text.endsWith('\r\u001b[2K')).toBe(true);
  });

  it('is silent elsewhere', async () => {
    const host = fakeHost({ clusters: { 'shop.greenops': shop() } });
    await main(['replay', 'shop.greenops'], host);
    expect(host.stderr.text).toBe('');
  });
});

describe('the explanation', () => {
  it.each([60, 100, 160])('fits %d cells, commands apart', async columns => {
    const [first] = JSON.parse(await screen({}, ['replay', 'shop.greenops', '-o', 'json'])).opportunities;
    const text = await screen({ tty: true, columns }, ['explain', first.id, '-r', 'shop.greenops']);
    for (const line of stripVTControlCharacters(text).split('\n')) {
      if (!line.includes('kubectl')) expect(cellsOf(line)).toBeLessThanOrEqual(columns);
    }
    expect(text).toContain('request today');
    expect(text).toContain('request proposed');
  });
});
