import createKnex, { type Knex } from 'knex';
import { startTestPostgres, type TestPostgres } from '../testing/startTestPostgres.ts';
import { KnexSql } from './KnexSql.ts';

/** Knex prints the errors that these tests provoke; they are asserted instead. */
const silent = { warn() {}, error() {} };

describe('KnexSql', () => {
  let postgres: TestPostgres;
  let knex: Knex;
  let sql: KnexSql;

  beforeAll(async () => {
    postgres = await startTestPostgres();
    // As Backstage's Database service makes it in division mode `schema`.
    knex = createKnex({
      client: 'pg',
      connection: postgres.connectionString,
      searchPath: ['plugin'],
      pool: { min: 0, max: 2 },
      acquireConnectionTimeout: 500,
      log: silent,
    });
    await knex.raw('create schema plugin');
    await knex.raw('create table plugin.thing (name text primary key, tags jsonb)');
    sql = new KnexSql(knex);
  });
  beforeEach(() => knex.raw('truncate plugin.thing'));
  afterAll(async () => {
    await knex.destroy();
    await postgres.stop();
  });

  const names = async () =>
    (await sql.query<{ name: string }>('select name from thing order by name')).map(row => row.name);
  const insert = (into: { query: KnexSql['query'] }, name: string) =>
    into.query('insert into thing (name) values ($1)', [name]);

  it('runs $1 SQL, question marks included, in the schema that Backstage chose', async () => {
    await sql.query('insert into thing (name, tags) values ($1, $2::jsonb)', ['why?', '{"a": 1}']);
    expect(await sql.query("select name from thing where tags ? 'a' and name = $1", ['why?'])).toEqual([
      { name: 'why?' },
    ]);
  });

  it('runs a file of several statements', async () => {
    await sql.query("insert into thing (name) values ('a'); insert into thing (name) values ('b');");
    expect(await names()).toEqual(['a', 'b']);
  });

  it('commits what a transaction did and answers its result', async () => {
    expect(
      await sql.transaction(async inside => {
        await insert(inside, 'a');
        return 'done';
      }),
    ).toBe('done');
    expect(await names()).toEqual(['a']);
  });

  it('rolls back a transaction whose body throws', async () => {
    const failing = sql.transaction(async inside => {
      await insert(inside, 'a');
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    expect(await names()).toEqual([]);
  });

  it('undoes only the inner one of two transactions', async () => {
    await sql.transaction(async outer => {
      await insert(outer, 'outer');
      await expect(
        outer.transaction(async inner => {
          await insert(inner, 'inner');
          await insert(inner, 'outer');
        }),
      ).rejects.toMatchObject({ code: '23505' });
      await outer.transaction(inner => insert(inner, 'second'));
    });
    expect(await names()).toEqual(['outer', 'second']);
  });

  it('gives connections back: more failures than the pool has connections leave it whole', async () => {
    for (let attempt = 0; attempt < 5; attempt += 1) {
      await expect(sql.query('select nonsense')).rejects.toMatchObject({ code: '42703' });
      await expect(sql.transaction(inside => inside.query('select nonsense'))).rejects.toMatchObject({
        code: '42703',
      });
    }
    expect(await names()).toEqual([]);
  });

  it('says that the pool is exhausted', async () => {
    await sql.transaction(() =>
      sql.transaction(() =>
        expect(sql.query('select 1')).rejects.toMatchObject({
          name: 'StoreError',
          cure: expect.stringContaining('backend.database'),
        }),
      ),
    );
  });

  it('says that the server ended the connection, and works again on the next one', async () => {
    const suicide = sql.transaction(inside => inside.query('select pg_terminate_backend(pg_backend_pid())'));
    await expect(suicide).rejects.toMatchObject({
      name: 'StoreError',
      message: expect.stringContaining('terminat'),
    });
    expect(await names()).toEqual([]);
  });

  it('says that there is no server', async () => {
    const nobody = createKnex({
      client: 'pg',
      connection: 'postgresql://nobody@127.0.0.1:1/none',
      log: silent,
    });
    await expect(new KnexSql(nobody).query('select 1')).rejects.toMatchObject({
      name: 'StoreError',
      message: expect.stringContaining('ECONNREFUSED'),
    });
    await nobody.destroy();
  });
});
