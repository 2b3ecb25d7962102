import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { opportunityQuerySchema } from '../../api/index.ts';
import { PostgresStore } from '../PostgresStore.ts';
import type { Logger } from '../logger.ts';
import { openPostgres } from '../openPostgres.ts';
import { scanFixture } from '../testing/scanFixture.ts';
import { npmNativeDirectory } from './npmBinaries.ts';
import { sharedPlaceFor } from './reachablePlace.ts';
import { type EmbeddedPostgres, startEmbeddedPostgres } from './startEmbeddedPostgres.ts';

const OWNER = fileURLToPath(new URL('../testing/ownPostgres.ts', import.meta.url));
const notRoot = process.getuid?.() === 0 ? null : 'the tests do not run as root';
const noProc = process.platform === 'linux' ? null : 'no /proc to look at processes';

/** A test that says why it is skipped where something that it needs is missing. */
function itUnless(missing: string | null, name: string, test: () => Promise<void>, timeout: number): void {
  if (missing === null) it(name, test, timeout);
  else it.skip(`${name} (skipped: ${missing})`, test);
}

/** Whether a process runs; one that has ended and waits to be collected by its parent does not. */
async function isAlive(pid: number): Promise<boolean> {
  try {
    process.kill(pid, 0);
  } catch {
    // ESRCH: gone.
    return false;
  }
  const state = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  return !/\) Z /.test(state);
}

async function until(what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
  for (const deadline = Date.now() + 20_000; Date.now() < deadline; await delay(20))
    if (await holds()) return;
  throw new Error(`not within 20 s: ${what}`);
}

/** The process that stops the server when its owner is gone. */
async function guardOf(directory: string): Promise<number> {
  for (const pid of (await readdir('/proc')).filter(name => /^\d+$/.test(name))) {
    const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
    if (command.includes('read -r _') && command.includes(directory)) return Number(pid);
  }
  throw new Error(`no guard of ${directory}`);
}

describe('startEmbeddedPostgres', () => {
  let directory: string;
  let said: string[];
  let logger: Logger;
  const running: EmbeddedPostgres[] = [];
  const owners: ChildProcess[] = [];

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'greenops-embedded-'));
    // As root the server runs under another account, which has to get in.
    await chmod(directory, 0o755);
    said = [];
    const say = (message: string): void => void said.push(message);
    logger = { info: say, warn: say, error: say };
  });
  afterEach(async () => {
    for (const owner of owners.splice(0)) owner.kill('SIGKILL');
    for (const server of running.splice(0)) await server.stop();
    await rm(directory, { recursive: true, force: true });
  }, 60_000);

  async function start(
    options: { directory?: string; binDirectory?: string } = {},
  ): Promise<EmbeddedPostgres> {
    const server = await startEmbeddedPostgres({ directory, logger, ...options });
    running.push(server);
    return server;
  }

  /** Starts the server in another process, which the test may kill. */
  async function startElsewhere(): Promise<{ owner: ChildProcess; connectionString: string; pid: number }> {
    const owner = spawn(process.execPath, [OWNER, directory], { stdio: ['ignore', 'pipe', 'inherit'] });
    owners.push(owner);
    const [line] = await once(createInterface({ input: owner.stdout }), 'line');
    return { owner, ...JSON.parse(line) };
  }

  async function killOwner(owner: ChildProcess): Promise<void> {
    const ended = once(owner, 'exit');
    owner.kill('SIGKILL');
    await ended;
  }

  async function run<Row extends object>(connectionString: string, text: string): Promise<Row[]> {
    const sql = openPostgres(connectionString);
    try {
      return await sql.query<Row>(text);
    } finally {
      await sql.close();
    }
  }

  it('starts a durable server behind a password, and finds its data again', async () => {
    const first = await start();
    expect(
      await run(
        first.connectionString,
        `select current_setting('fsync') as fsync, current_setting('listen_addresses') as listen`,
      ),
    ).toEqual([{ fsync: 'on', listen: '127.0.0.1' }]);
    await run(first.connectionString, `create table kept as select 'yes' as answer`);
    const stranger = new URL(first.connectionString);
    stranger.password = 'guess';
    await expect(run(stranger.href, 'select 1')).rejects.toThrow('refuses user or password');
    expect((await stat(join(directory, 'cluster', 'password'))).mode & 0o777).toBe(0o600);
    await first.stop();
    expect(await isAlive(first.pid)).toBe(false);
    // Stopping twice is stopping once.
    await first.stop();

    const again = await start();
    expect(await run(again.connectionString, 'select answer from kept')).toEqual([{ answer: 'yes' }]);
    expect(said).toEqual([expect.stringContaining('started'), expect.stringContaining('started')]);
  }, 60_000);

  itUnless(
    notRoot ?? noProc,
    'never runs as root',
    async () => {
      const { pid } = await start();
      const uid = /^Uid:\s+(\d+)/m.exec(await readFile(`/proc/${pid}/status`, 'utf8'))?.[1];
      expect(Number(uid)).toBeGreaterThan(0);
    },
    60_000,
  );

  itUnless(
    notRoot,
    'moves to a place that its account can reach',
    async () => {
      await chmod(directory, 0o700);
      const inside = join(directory, 'deep');
      const place = sharedPlaceFor(inside);
      try {
        const { connectionString } = await start({ directory: inside });
        expect(said[0]).toContain(`cannot reach ${inside}: the database is kept in ${place}`);
        expect(await run(connectionString, 'select 1 as one')).toEqual([{ one: 1 }]);
        await running.pop()?.stop();
      } finally {
        await rm(place, { recursive: true, force: true });
      }
    },
    60_000,
  );

  it('gives everybody who asks at once the same server, which only its owner stops', async () => {
    const [one, two] = await Promise.all([start(), start()]);
    expect(two.connectionString).toBe(one.connectionString);
    const [owned, shared] = said[0]?.includes('started') ? [0, 1] : [1, 0];
    expect(said[shared]).toContain('shared');
    expect(said[owned]).toContain('started');
    const third = await start();
    await third.stop();
    expect(await run(one.connectionString, 'select 1 as one')).toEqual([{ one: 1 }]);
    await Promise.all([one.stop(), two.stop()]);
    expect(await isAlive(one.pid)).toBe(false);
  }, 60_000);

  it('stops when its owner is killed, and has lost nothing of what was acknowledged', async () => {
    const { owner, connectionString, pid } = await startElsewhere();
    const sql = openPostgres(connectionString);
    await sql.query('create table entries (number integer)');
    for (let number = 1; number <= 50; number += 1)
      await sql.query('insert into entries values ($1)', [number]);
    await killOwner(owner);
    await until('the server has stopped', async () => !(await isAlive(pid)));
    await sql.close();

    const { connectionString: next } = await start();
    expect(await run(next, 'select count(*)::integer as entries from entries')).toEqual([{ entries: 50 }]);
  }, 60_000);

  itUnless(
    noProc,
    'adopts a server that lost its owner and its guard',
    async () => {
      const { owner, connectionString, pid } = await startElsewhere();
      process.kill(await guardOf(directory), 'SIGKILL');
      await killOwner(owner);
      await run(connectionString, `create table kept as select 'yes' as answer`);

      const adopted = await start();
      expect(adopted.pid).toBe(pid);
      expect(said).toEqual([expect.stringContaining('adopted')]);
      expect(await run(adopted.connectionString, 'select answer from kept')).toEqual([{ answer: 'yes' }]);
      await adopted.stop();
      expect(await isAlive(pid)).toBe(false);
    },
    60_000,
  );

  it('recovers when the server itself was killed', async () => {
    const first = await start();
    await run(first.connectionString, `create table kept as select 'yes' as answer`);
    process.kill(first.pid, 'SIGKILL');
    await until('the server is gone', async () => !(await isAlive(first.pid)));
    const again = await start();
    expect(await run(again.connectionString, 'select answer from kept')).toEqual([{ answer: 'yes' }]);
    expect(said.some(text => text.includes('ended by itself (SIGKILL)'))).toBe(true);
  }, 60_000);

  itUnless(
    noProc,
    'is not held up by a lock file whose number now belongs to another program',
    async () => {
      await (await start()).stop();
      const data = join(directory, 'cluster', 'data');
      await writeFile(
        join(data, 'postmaster.pid'),
        `${process.pid}\n${data}\n1700000000\n5432\n\n127.0.0.1\n\nready\n`,
      );
      const { connectionString } = await start();
      expect(await run(connectionString, 'select 1 as one')).toEqual([{ one: 1 }]);
    },
    60_000,
  );

  it('refuses data of another major version, and says what to do', async () => {
    await mkdir(join(directory, 'cluster', 'data'), { recursive: true });
    await writeFile(join(directory, 'cluster', 'data', 'PG_VERSION'), '12\n');
    await expect(start()).rejects.toMatchObject({
      name: 'StoreError',
      message: expect.stringContaining('written by Postgres 12'),
      cure: expect.stringMatching(/install Postgres 12.*GREENOPS_PG_BINDIR.*move the data away/),
    });
  }, 60_000);

  it('takes the named folder or none', async () => {
    await expect(start({ binDirectory: join(directory, 'nothing') })).rejects.toMatchObject({
      name: 'StoreError',
      message: expect.stringContaining(`${directory}/nothing has no Postgres`),
    });
  });

  const native = npmNativeDirectory();
  itUnless(
    native ? null : 'npm installed no Postgres',
    `runs the store on npm's Postgres`,
    async () => {
      const server = await start({ binDirectory: join(native ?? '', 'bin') });
      expect(server.version).toMatch(/^17\./);
      const sql = openPostgres(server.connectionString);
      const store = await PostgresStore.create(sql);
      const findings = [{ type: 'idle-workload' as const, usd: 12 }];
      await store.saveScan(scanFixture({ workloads: [{ name: 'cart', findings, hourlyCores: [0.1] }] }));
      expect((await store.opportunities(opportunityQuerySchema.parse({}))).total).toBe(1);
      await sql.close();
    },
    60_000,
  );
});
