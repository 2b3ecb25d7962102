import { type LearningStep, seconds, unixSeconds } from '../../model/index.ts';
import { PostgresStore } from '../PostgresStore.ts';
import type { Sql } from '../sql.ts';
import { startTestDatabases, type TestDatabases } from '../testing/testDatabase.ts';
import { PostgresLedger } from './PostgresLedger.ts';

const DAY = 86_400;
const today = unixSeconds(20_000 * DAY);
const yesterday = unixSeconds(today - DAY);

const stepOf = (changes: Partial<LearningStep> = {}): LearningStep => ({
  state: {
    format: 1,
    step: seconds(300),
    since: yesterday,
    watermarks: new Map([
      ['cpu', unixSeconds(today + 300)],
      ['memory', today],
    ]),
  },
  revision: 0,
  pages: [
    { subject: 'cwl-1/app', day: yesterday, page: new Uint8Array([1, 2, 255, 0]) },
    { subject: 'cwl-1/app', day: today, page: new Uint8Array([3]) },
    { subject: 'nnode "1"', day: today, page: new Uint8Array(20_000).fill(7) },
  ],
  dropBefore: yesterday,
  replace: false,
  ...changes,
});

describe('PostgresLedger', () => {
  let databases: TestDatabases;
  let sql: Sql;
  let ledger: PostgresLedger;

  beforeAll(async () => {
    databases = await startTestDatabases();
  }, 60_000);
  afterAll(() => databases.stop(), 60_000);
  beforeEach(async () => {
    sql = (await databases.create()).open();
    const store = await PostgresStore.create(sql);
    for (const id of ['c', 'other']) {
      await store.registerCluster({ id, name: id, provider: 'aws', region: null, demo: false });
    }
    ledger = new PostgresLedger(sql);
  }, 60_000);

  const pagesOf = async (clusterId = 'c') =>
    [...(await ledger.load(clusterId)).pages].map(({ subject, day, page }) => [subject, day, page.length]);

  it('knows nothing of a cluster before the first step', async () => {
    const { state, revision, pages } = await ledger.load('c');
    expect({ state, revision, pages: [...pages] }).toEqual({ state: null, revision: 0, pages: [] });
  });

  it('gives back what was committed, to the byte and for each cluster alone', async () => {
    const step = stepOf();
    expect(await ledger.commit('c', step)).toBe(1);
    const { state, pages } = await ledger.load('c');
    expect(state).toEqual(step.state);
    expect(pages.get('cwl-1/app', yesterday)).toEqual(new Uint8Array([1, 2, 255, 0]));
    expect([...pages]).toHaveLength(3);
    expect(await pagesOf('other')).toEqual([]);
  });

  it('puts changed pages in the place of the old ones and drops the days that are over', async () => {
    await ledger.commit('c', stepOf());
    const pages = [{ subject: 'cwl-1/app', day: today, page: new Uint8Array([9, 9]) }];
    expect(await ledger.commit('c', stepOf({ revision: 1, pages, dropBefore: today }))).toBe(2);
    expect(await pagesOf()).toEqual([
      ['cwl-1/app', today, 2],
      ['nnode "1"', today, 20_000],
    ]);
  });

  it('starts anew where it is told to', async () => {
    await ledger.commit('c', stepOf());
    await ledger.commit('c', stepOf({ revision: 1, replace: true, pages: [] }));
    expect(await pagesOf()).toEqual([]);
  });

  it('keeps nothing of a step that somebody else has overtaken', async () => {
    await ledger.commit('c', stepOf());
    const late = stepOf({ pages: [{ subject: 'cwl-1/app', day: today, page: new Uint8Array([4, 4, 4]) }] });
    await expect(ledger.commit('c', late)).rejects.toMatchObject({
      name: 'StoreError',
      message: expect.stringContaining('has changed meanwhile'),
    });
    const { revision, pages } = await ledger.load('c');
    expect([revision, pages.get('cwl-1/app', today)]).toEqual([1, new Uint8Array([3])]);
  });

  it('keeps neither pages nor watermarks of a step that breaks off', async () => {
    await ledger.commit('c', stepOf());
    await sql.query(
      `create function greenops.refuse() returns trigger language plpgsql as $$ begin raise 'the disk is full'; end $$`,
    );
    await sql.query(
      'create trigger refuse before update on greenops.learned_pages for each row execute function greenops.refuse()',
    );
    await expect(ledger.commit('c', stepOf({ revision: 1 }))).rejects.toThrow('the disk is full');
    expect((await ledger.load('c')).revision).toBe(1);
  });

  it('leaves nothing of a cluster that is forgotten', async () => {
    await ledger.commit('c', stepOf());
    await sql.query(`delete from greenops.clusters where id = 'c'`);
    expect(await sql.query('select 1 as one from greenops.learned_pages')).toEqual([]);
  });
});
