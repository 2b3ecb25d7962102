import { createServer, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from './embedded/freePort.ts';
import { openPostgres } from './openPostgres.ts';
import { startTestDatabases, type TestDatabases } from './testing/testDatabase.ts';

describe('openPostgres', () => {
  let databases: TestDatabases;
  let connectionString: string;

  beforeAll(async () => {
    databases = await startTestDatabases();
    ({ connectionString } = databases.server);
  }, 60_000);
  afterAll(() => databases.stop(), 60_000);

  const changed = (change: (url: URL) => void): string => {
    const url = new URL(connectionString);
    change(url);
    return url.href;
  };

  it.each([
    [
      'a transaction-mode pooler',
      () => changed(url => (url.port = '6543')),
      /6543.*transaction-mode pooler/,
      /5432/,
    ],
    ['no URL', () => 'host=localhost user=me', /not a Postgres URL/, /postgresql:\/\//],
    [
      'another kind of URL',
      () => 'mysql://root:hunter2@localhost/db',
      /not a Postgres URL/,
      /postgresql:\/\//,
    ],
  ])('refuses %s at once', (_case, target, message, cure) => {
    expect(() => openPostgres(target())).toThrow(
      expect.objectContaining({
        name: 'StoreError',
        message: expect.stringMatching(message),
        cure: expect.stringMatching(cure),
      }),
    );
  });

  it.each([
    [
      'nobody listens',
      async () => changed(url => (url.port = '1')),
      /127\.0\.0\.1:1\/postgres refuses connections/,
      /start it/,
    ],
    [
      'the password is wrong',
      async () => changed(url => (url.password = 'hunter2')),
      /refuses user or password/,
      /password/,
    ],
    [
      'the database is absent',
      async () => changed(url => (url.pathname = '/nope')),
      /has no such database/,
      /create it/,
    ],
    [
      'the host is unknown',
      async () => changed(url => (url.hostname = 'no-such-host.invalid')),
      /host name/,
      /host/,
    ],
  ])('says so when %s', async (_case, target, message, cure) => {
    const sql = openPostgres(await target());
    const error: unknown = await sql.query('select 1').catch((reason: unknown) => reason);
    expect(error).toMatchObject({
      name: 'StoreError',
      message: expect.stringMatching(message),
      cure: expect.stringMatching(cure),
    });
    expect(String(error)).not.toContain('hunter2');
    await sql.close();
  });

  it('does not wait for ever for a server that says nothing', async () => {
    const port = await freePort();
    const sockets: Socket[] = [];
    const silent = createServer(socket => sockets.push(socket)).listen(port, '127.0.0.1');
    const sql = openPostgres(
      changed(url => (url.port = String(port))),
      { connectTimeoutSeconds: 0.2 },
    );
    await expect(sql.query('select 1')).rejects.toMatchObject({
      name: 'StoreError',
      message: expect.stringContaining('does not answer'),
    });
    await sql.close();
    for (const socket of sockets) socket.destroy();
    silent.close();
  });

  it('gives up on a statement that takes too long', async () => {
    const sql = openPostgres(connectionString, { statementTimeoutSeconds: 0.1 });
    await expect(sql.query('select pg_sleep(5)')).rejects.toMatchObject({
      name: 'StoreError',
      message: expect.stringContaining('took too long'),
    });
    await sql.close();
  });

  it('hands on the error of a statement as it is', async () => {
    const sql = openPostgres(connectionString);
    await expect(sql.query('select nonsense')).rejects.toMatchObject({ code: '42703' });
    await sql.close();
  });

  it('rolls back what failed, and of a nested transaction only that', async () => {
    const sql = openPostgres(connectionString);
    await sql.query('create table ledger (entry text)');
    await expect(
      sql.transaction(async outer => {
        await outer.query('insert into ledger values ($1)', ['lost']);
        throw new Error('no');
      }),
    ).rejects.toThrow('no');
    await sql.transaction(async outer => {
      await outer.query('insert into ledger values ($1)', ['outer']);
      await expect(outer.transaction(inner => inner.query('insert into nowhere values (1)'))).rejects.toThrow(
        'nowhere',
      );
      await outer.transaction(inner => inner.query('insert into ledger values ($1)', ['inner']));
    });
    expect(await sql.query('select entry from ledger')).toEqual([{ entry: 'outer' }, { entry: 'inner' }]);
    await sql.close();
  });

  it('survives connections that are cut, idle or at work', async () => {
    const sql = openPostgres(connectionString);
    const other = openPostgres(connectionString);
    const [backend] = await sql.query<{ pid: number }>('select pg_backend_pid() as pid');
    await other.query('select pg_terminate_backend($1)', [backend?.pid]);
    // The pool may not have heard yet: then this one statement fails, and says why.
    await sql
      .query('select 1')
      .catch((error: unknown) => expect(error).toMatchObject({ name: 'StoreError' }));
    expect(await sql.query('select 1 as one')).toEqual([{ one: 1 }]);

    const cut = sql.transaction(async transaction => {
      const [worker] = await transaction.query<{ pid: number }>('select pg_backend_pid() as pid');
      await other.query('select pg_terminate_backend($1)', [worker?.pid]);
      await transaction.query('select pg_sleep(5)');
    });
    await expect(cut).rejects.toMatchObject({ name: 'StoreError' });
    // So is what a transaction asks on, once its connection is known to be broken.
    const asking = sql.transaction(async transaction => {
      const [worker] = await transaction.query<{ pid: number }>('select pg_backend_pid() as pid');
      await other.query('select pg_terminate_backend($1)', [worker?.pid]);
      await sleep(200);
      await transaction.query('select 1');
    });
    await expect(asking).rejects.toMatchObject({ name: 'StoreError' });
    expect(await sql.query('select 1 as one')).toEqual([{ one: 1 }]);
    await Promise.all([sql.close(), other.close()]);
  });
});
