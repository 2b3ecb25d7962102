import { openPostgres } from '../openPostgres.ts';
import type { Sql } from '../sql.ts';
import { startTestDatabases, type TestDatabases } from '../testing/testDatabase.ts';
import { Conditions } from './Conditions.ts';
import { addLabelSelector, parseLabelSelector } from './labelSelector.ts';

describe('parseLabelSelector', () => {
  it.each([
    ['', []],
    ['  ', []],
    ['app=cart', [{ operator: 'in', key: 'app', values: ['cart'] }]],
    ['app==cart', [{ operator: 'in', key: 'app', values: ['cart'] }]],
    [
      'app = cart , tier != cache',
      [
        { operator: 'in', key: 'app', values: ['cart'] },
        { operator: 'not-in', key: 'tier', values: ['cache'] },
      ],
    ],
    ['app=', [{ operator: 'in', key: 'app', values: [''] }]],
    [
      'env in (dev, test),!legacy,owner',
      [
        { operator: 'in', key: 'env', values: ['dev', 'test'] },
        { operator: 'absent', key: 'legacy' },
        { operator: 'exists', key: 'owner' },
      ],
    ],
    ['env notin (dev)', [{ operator: 'not-in', key: 'env', values: ['dev'] }]],
    ['app.kubernetes.io/name=cart', [{ operator: 'in', key: 'app.kubernetes.io/name', values: ['cart'] }]],
    // A label may be called like an operator.
    ['in in (in)', [{ operator: 'in', key: 'in', values: ['in'] }]],
    ['notin', [{ operator: 'exists', key: 'notin' }]],
  ])('reads %j', (selector, requirements) => {
    expect(parseLabelSelector(selector)).toEqual(requirements);
  });

  it.each([
    'app=cart,',
    ',',
    '=cart',
    'app=a=b',
    'env in dev',
    'env in (dev',
    'env in(dev))',
    'env in ((dev))',
    'app=$cart',
    'app=-cart',
    'App.Kubernetes.io/name=x',
    'a/b/c=d',
    'replicas>1',
    `app=${'x'.repeat(64)}`,
    `app='; drop table greenops.workloads; --`,
    `app') or ('1'='1`,
    'app=$1',
    'app\u0000=x',
  ])('refuses %j and shows how to write it', selector => {
    expect(() => parseLabelSelector(selector)).toThrow(
      expect.objectContaining({ name: 'InvalidInputError', cure: expect.stringContaining('kubectl') }),
    );
  });
});

describe('addLabelSelector', () => {
  let databases: TestDatabases;
  let sql: Sql;

  beforeAll(async () => {
    databases = await startTestDatabases();
    sql = openPostgres(databases.server.connectionString);
    await sql.query(`create table things (name text, labels jsonb);
      insert into things values ('cart', '{"app":"cart","env":"dev","owner":""}'), ('stock', '{"app":"stock"}'), ('bare', '{}')`);
  }, 60_000);
  afterAll(async () => {
    await sql.close();
    await databases.stop();
  }, 60_000);

  async function select(conditions: Conditions): Promise<string[]> {
    const rows = await sql.query<{ name: string }>(
      `select name from things where ${conditions.where} order by name`,
      conditions.values,
    );
    return rows.map(({ name }) => name);
  }

  it.each([
    ['app=cart', ['cart']],
    // != and notin hold for what lacks the label.
    ['app!=cart', ['bare', 'stock']],
    ['env notin (dev,test)', ['bare', 'stock']],
    ['env in (dev,test)', ['cart']],
    ['owner', ['cart']],
    ['owner=', ['cart']],
    ['!owner', ['bare', 'stock']],
    ['app,app!=cart', ['stock']],
    ['', ['bare', 'cart', 'stock']],
  ])('%j selects as Kubernetes does', async (selector, names) => {
    const conditions = new Conditions();
    addLabelSelector(conditions, 'labels', selector);
    expect(await select(conditions)).toEqual(names);
  });

  it.each([`'; drop table things; --`, `cart') or ('1'='1`, '$1', `\\'`, '%', `{"app"}`])(
    'keeps the value %j a value',
    async hostile => {
      const conditions = new Conditions();
      conditions.equals('name', hostile);
      expect(await select(conditions)).toEqual([]);
      expect(conditions.where).toBe('(name = $1::text)');
      const all = new Conditions();
      expect(await select(all)).toHaveLength(3);
    },
  );
});
