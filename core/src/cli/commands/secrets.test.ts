import { ClusterRegistry } from '../../advisor/index.ts';
import { PostgresStore } from '../../store/index.ts';
import { startTestDatabases, type TestDatabases } from '../../store/testing/testDatabase.ts';
import { generateMasterKey, readMasterKeys } from '../../vault/index.ts';
import { main } from '../main.ts';
import { fakeHost } from '../testing/fakeHost.ts';

async function run(argv: readonly string[], env: Record<string, string> = {}) {
  const host = fakeHost({ env });
  const code = await main(['secrets', ...argv], host);
  return { code, out: host.stdout.text, err: host.stderr.text };
}

it('makes a key that it takes itself', async () => {
  const { code, out } = await run(['generate-key']);
  expect(code).toBe(0);
  expect(readMasterKeys({ GREENOPS_SECRET_KEY: out.trim() })?.byId.size).toBe(1);
  expect((await run(['generate-key'])).out).not.toBe(out);
});

describe('rotate', () => {
  const [OLD, NEW] = [generateMasterKey(), generateMasterKey()];
  let databases: TestDatabases;
  beforeAll(async () => {
    databases = await startTestDatabases();
  }, 60_000);
  afterAll(() => databases.stop(), 60_000);

  it('turns every secret, says how many, and names the one that it cannot turn', async () => {
    const { connectionString, open } = await databases.create();
    const sql = open();
    const { connections } = await PostgresStore.create(sql);
    const registryWith = (key: string) =>
      new ClusterRegistry({
        connections,
        masterKeys: () => readMasterKeys({ GREENOPS_SECRET_KEY: key }),
        configured: [],
      });
    for (const id of ['a', 'b']) {
      const prometheus = { url: 'http://p', auth: { type: 'bearer', token: `hunter-${id}` } };
      await registryWith(OLD).add({ settings: { id, prometheus }, enabled: true });
    }
    const rotate = (keys: string) =>
      run(['rotate', '--database', connectionString], { GREENOPS_SECRET_KEY: keys });
    const lost = await rotate(NEW);
    expect(lost.code).toBe(3);
    expect(lost.err).toMatch(/auth\/token of the cluster a .*not among those given[^]*of the cluster b/);
    const id = readMasterKeys({ GREENOPS_SECRET_KEY: NEW })?.current.id;
    const turned = await rotate(`${NEW},${OLD}`);
    expect(turned).toEqual({ code: 0, out: `2 secrets are now under the master key ${id}.\n`, err: '' });
    expect((await rotate(NEW)).out).toContain('0 secrets are now');
    expect((await registryWith(NEW).settingsOf('b')).prometheus?.auth).toMatchObject({ token: 'hunter-b' });
    for (const hidden of ['hunter', OLD, NEW]) expect(JSON.stringify([lost, turned])).not.toContain(hidden);
  }, 60_000);

  it.each<[string, readonly string[], Record<string, string>, RegExp]>([
    ['a master key', ['rotate'], {}, /no master key to rotate to/],
    ['a database', ['rotate'], { GREENOPS_SECRET_KEY: NEW }, /--database/],
    [
      'a sound key',
      ['rotate', '--database', 'postgresql://x'],
      { GREENOPS_SECRET_KEY: 'aGk=' },
      /has 2 bytes instead of 32/,
    ],
  ])('asks for %s', async (_, argv, env, message) => {
    const { code, err } = await run(argv, env);
    expect(code).toBe(2);
    expect(err).toMatch(message);
  });
});
