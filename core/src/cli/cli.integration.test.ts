import { fileURLToPath } from 'node:url';
import { opportunitySchema } from '../api/index.ts';
import { greenops } from './testing/greenops.ts';

const RECORDING = fileURLToPath(
  new URL('../../../provisioning/recordings/demo-shop-eu.greenops', import.meta.url),
);

describe('the program on the demo recording', () => {
  it('prints findings that fit the API, twice the same', async () => {
    const argv = ['scan', '--recording', RECORDING, '--output', 'json'];
    const [first, second] = [await greenops(argv), await greenops(argv)];
    expect(first.err).toBe('');
    expect(first.code).toBe(0);
    expect(second.out).toBe(first.out);
    const { opportunities, clusters } = JSON.parse(first.out);
    expect(clusters[0]).toMatchObject({ demo: true, status: 'ok' });
    expect(opportunities.length).toBeGreaterThan(10);
    for (const one of opportunities) expect(opportunitySchema.safeParse(one).error).toBeUndefined();
    expect(new Set(opportunities.map(({ id }: { id: string }) => id)).size).toBe(opportunities.length);
  }, 60_000);

  it('explains one of them', async () => {
    const { out } = await greenops(['scan', '--recording', RECORDING, '-o', 'csv']);
    const id = out.split('\r\n')[1]?.split(',')[0] ?? '';
    const explained = await greenops(['explain', id, '--recording', RECORDING]);
    expect(explained.code).toBe(0);
    expect(explained.out).toContain('DEMO DATA');
    expect(explained.out).toContain('Measured and computed');
  }, 60_000);

  it('finds the recording healthy', async () => {
    const { code, out } = await greenops(['doctor', '--recording', RECORDING]);
    expect(out).toContain('✓ prometheus');
    expect(code).toBe(0);
  }, 60_000);

  it('ends watching on Ctrl-C with 130', async () => {
    const { code, out } = await greenops(
      ['watch', '--recording', RECORDING, '--interval', '1h'],
      'Why and how',
    );
    expect(code).toBe(130);
    expect(out).toContain('To save');
  }, 60_000);
});

describe('the program', () => {
  it('tells its version and help without touching anything', async () => {
    expect((await greenops(['--version'])).out).toMatch(/^\d+\.\d+\.\d+\n$/);
    const { out, code } = await greenops(['scan', '--help']);
    expect(code).toBe(0);
    expect(out).toContain('Examples:');
  }, 30_000);
});
