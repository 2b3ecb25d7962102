import { migrate } from './migrate.ts';
import { type Migration, migrationChecksum, readMigrations } from './migrations.ts';
import { openPostgres } from './openPostgres.ts';
import type { Sql } from './sql.ts';
import { startTestDatabases, type TestDatabases } from './testing/testDatabase.ts';

const FIRST: Migration = {
  version: '20990101000000',
  name: 'greenops_first',
  sql: 'create table first (id integer);\n-- why\ncreate table second (id integer);\n',
};
const SECOND: Migration = {
  version: '20990102000000',
  name: 'greenops_second',
  sql: 'alter table first add name text;',
};

describe('migrate', () => {
  let databases: TestDatabases;
  let sql: Sql;

  beforeAll(async () => {
    databases = await startTestDatabases();
  }, 60_000);
  afterAll(() => databases.stop(), 60_000);
  beforeEach(async () => {
    sql = (await databases.create()).open();
  });

  const history = () =>
    sql.query<{ version: string; name: string }>(
      'select version, name from supabase_migrations.schema_migrations order by version',
    );

  it('applies what is missing, in order, once', async () => {
    expect(await migrate(sql, [FIRST])).toEqual(['20990101000000_greenops_first']);
    expect(await migrate(sql, [FIRST, SECOND])).toEqual(['20990102000000_greenops_second']);
    expect(await migrate(sql, [FIRST, SECOND])).toEqual([]);
    expect(await history()).toEqual([
      { version: '20990101000000', name: 'greenops_first' },
      { version: '20990102000000', name: 'greenops_second' },
    ]);
  });

  it('lets replicas start at once: one migrates, the others wait and find it done', async () => {
    const database = await databases.create();
    const done = await Promise.all(Array.from({ length: 4 }, () => migrate(database.open())));
    const all = (await readMigrations()).map(({ version, name }) => `${version}_${name}`);
    expect(done.filter(({ length }) => length > 0)).toEqual([all]);
  });

  it('applies all of it or nothing', async () => {
    await expect(
      migrate(sql, [FIRST, { ...SECOND, sql: 'create table third (); create nonsense' }]),
    ).rejects.toThrow('syntax error');
    expect(
      await sql.query(`select 1 from pg_class where relname in ('first', 'third', 'schema_migrations')`),
    ).toEqual([]);
  });

  it('refuses a file that was changed after it was applied', async () => {
    await migrate(sql, [FIRST]);
    await expect(
      migrate(sql, [{ ...FIRST, sql: FIRST.sql.replace('second', 'other') }]),
    ).rejects.toMatchObject({
      name: 'StoreError',
      message: expect.stringContaining('20990101000000_greenops_first'),
      cure: expect.stringContaining('new migration'),
    });
  });

  it('accepts what the Supabase CLI applied: statement by statement, without semicolons', async () => {
    await migrate(sql, []);
    await sql.query('create table first (id integer); create table second (id integer)');
    await sql.query(
      'insert into supabase_migrations.schema_migrations (version, name, statements) values ($1, $2, $3)',
      [
        FIRST.version,
        FIRST.name,
        ['create table first (id integer)', '-- why\ncreate table second (id integer)'],
      ],
    );
    expect(await migrate(sql, [FIRST, SECOND])).toEqual(['20990102000000_greenops_second']);
  });

  it('leaves the migrations of others in a shared history alone', async () => {
    await migrate(sql, [FIRST]);
    await sql.query(
      `insert into supabase_migrations.schema_migrations (version, name) values ('20990101120000', 'their_table')`,
    );
    expect(await migrate(sql, [FIRST])).toEqual([]);
  });

  it('refuses a database that a newer version has migrated', async () => {
    await migrate(sql, [FIRST, SECOND]);
    await expect(migrate(sql, [FIRST])).rejects.toMatchObject({
      name: 'StoreError',
      message: expect.stringContaining('20990102000000_greenops_second'),
      cure: expect.stringContaining('newer'),
    });
  });

  it('leaves nothing in the schema to others', async () => {
    await migrate(sql);
    const granted = await sql.query(
      `select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace,
         lateral aclexplode(c.relacl) acl where n.nspname = 'greenops' and acl.grantee = 0`,
    );
    expect(granted).toEqual([]);
    await sql.query(`create role visitor login password 'visitor'`);
    const url = new URL(databases.server.connectionString);
    url.username = 'visitor';
    url.password = 'visitor';
    const [database] = await sql.query<{ name: string }>('select current_database()::text as name');
    url.pathname = database?.name ?? '';
    const visitor = openPostgres(url.href);
    await expect(visitor.query('select * from greenops.clusters')).rejects.toMatchObject({
      name: 'StoreError',
    });
    await visitor.close();
  });
});

describe('the migrations of this version', () => {
  it('are named so that a shared history tells them from others', async () => {
    const migrations = await readMigrations();
    expect(migrations.length).toBeGreaterThan(0);
    for (const { name } of migrations) expect(name).toMatch(/^greenops_/);
  });
});

describe('migrationChecksum', () => {
  it('sees past white space and semicolons, and nothing else', () => {
    const whole = migrationChecksum(['create table a (b text);\n\ncreate table c ();']);
    expect(migrationChecksum(['create table a (b text)', 'create table c ()'])).toBe(whole);
    expect(migrationChecksum(['create table a (b int)', 'create table c ()'])).not.toBe(whole);
  });
});
