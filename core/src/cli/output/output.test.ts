import { clusterReportSchema, clusterSchema, opportunitySchema } from '../../api/index.ts';
import { main } from '../main.ts';
import { fakeHost } from '../testing/fakeHost.ts';
import { shop } from '../testing/shop.ts';
import { csvField } from './csv.ts';
import { markdownCell } from './markdown.ts';

async function output(format: string): Promise<string> {
  const host = fakeHost({ clusters: { 'shop.greenops': shop() } });
  await main(['replay', 'shop.greenops', '-o', format], host);
  return host.stdout.text;
}

describe('json', () => {
  it('holds the API’s own objects', async () => {
    const document = JSON.parse(await output('json'));
    for (const cluster of document.clusters)
      expect(clusterSchema.strict().safeParse(cluster).error).toBeUndefined();
    for (const opportunity of document.opportunities)
      expect(opportunitySchema.strict().safeParse(opportunity).error).toBeUndefined();
    expect(document.opportunities.length).toBeGreaterThan(0);
  });

  it('holds a report on each cluster', async () => {
    const { reports } = JSON.parse(await output('json'));
    expect(reports).toHaveLength(1);
    expect(clusterReportSchema.strict().safeParse(reports[0]).error).toBeUndefined();
  });

  it('adds up: the cluster’s saving is that of its opportunities', async () => {
    const { clusters, opportunities } = JSON.parse(await output('json'));
    const sum = opportunities.reduce(
      (total: number, one: { saving: { nominal: { usdPerMonth: { likely: number } } } }) =>
        total + one.saving.nominal.usdPerMonth.likely,
      0,
    );
    expect(clusters[0].savingUsdPerMonth).toBeCloseTo(sum, 9);
    expect(clusters[0].opportunities).toBe(opportunities.length);
    expect(clusters[0]).toMatchObject({ workloads: 5, containers: 5, nodes: 2, status: 'ok' });
  });

  it('lists what was not judged, with its reason', async () => {
    expect(JSON.parse(await output('json')).notAssessed).toContainEqual({
      clusterId: 'shop',
      namespace: 'shop',
      kind: 'Deployment',
      name: 'young',
      container: 'server',
      ruleId: null,
      reason: 'Only 24 h of history, policy Balanced asks for 3 d',
    });
  });
});

describe('csv', () => {
  it.each([
    ['plain', 'plain'],
    ['a,b', '"a,b"'],
    ['say "hi"', '"say ""hi"""'],
    ['two\nlines', '"two\nlines"'],
    [null, ''],
    [-1.5, '-1.5'],
  ])('writes %j as %s', (value, expected) => {
    expect(csvField(value)).toBe(expected);
  });

  it('has a header, a line per finding and CRLF line ends', async () => {
    const text = await output('csv');
    const lines = text.split('\r\n');
    expect(lines[0]).toMatch(/^id,cluster,demo,type,namespace,/);
    expect(lines[lines.length - 1]).toBe('');
    const { opportunities } = JSON.parse(await output('json'));
    expect(lines).toHaveLength(opportunities.length + 2);
    expect(lines[1]?.startsWith(opportunities[0].id)).toBe(true);
  });
});

describe('markdown', () => {
  it.each([
    ['a|b', 'a\\|b'],
    ['<script>', '\\<script\\>'],
    ['two\nlines', 'two lines'],
    ['snake_case *x*', 'snake\\_case \\*x\\*'],
  ])('writes %j as %s', (text, expected) => {
    expect(markdownCell(text)).toBe(expected);
  });

  it('is a table with as many cells in every row', async () => {
    const rows = (await output('markdown')).split('\n').filter(line => line.startsWith('|'));
    expect(rows.length).toBeGreaterThan(3);
    for (const row of rows) expect(row.match(/(?<!\\)\|/g)).toHaveLength(9);
  });
});
