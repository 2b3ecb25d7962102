import { unixSeconds } from '../model/index.ts';
import { PostgresStore } from './PostgresStore.ts';
import { startTestDatabases, type TestDatabases } from './testing/testDatabase.ts';
import { ensureUsagePartitions, weeklyPartitions } from './usagePartitions.ts';

const at = (iso: string) => unixSeconds(Date.parse(iso) / 1000);

describe('weeklyPartitions', () => {
  it.each([
    // 2026-11-16 is a Monday.
    ['2026-11-16T00:00:00Z', '2026-11-16T00:00:00Z', ['usage_hourly_20261116']],
    ['2026-11-15T23:59:59Z', '2026-11-16T00:00:00Z', ['usage_hourly_20261109', 'usage_hourly_20261116']],
    ['2026-12-28T00:00:00Z', '2027-01-04T00:00:00Z', ['usage_hourly_20261228', 'usage_hourly_20270104']],
    ['1969-12-31T23:00:00Z', '1970-01-01T00:00:00Z', ['usage_hourly_19691229']],
    ['2026-11-16T00:00:00Z', '2026-11-01T00:00:00Z', []],
  ])('%s … %s', (from, to, names) => {
    expect(weeklyPartitions(at(from), at(to)).map(({ name }) => name)).toEqual(names);
  });
});

describe('ensureUsagePartitions', () => {
  let databases: TestDatabases;

  beforeAll(async () => {
    databases = await startTestDatabases();
  }, 60_000);
  afterAll(() => databases.stop(), 60_000);

  it('creates each week once, though two replicas ask for it', async () => {
    const database = await databases.create();
    const [one, two] = [database.open(), database.open()];
    await PostgresStore.create(one, { now: () => at('2026-11-18T00:00:00Z') });
    const from = at('2026-10-01T00:00:00Z');
    const to = at('2026-11-18T00:00:00Z');
    await Promise.all([ensureUsagePartitions(one, from, to), ensureUsagePartitions(two, from, to)]);
    // 2026-09-28 … 2026-11-16 are 8 Mondays, and 4 weeks ahead.
    expect(
      await one.query(
        `select count(*)::integer as weeks from pg_inherits where inhparent = 'greenops.usage_hourly'::regclass`,
      ),
    ).toEqual([{ weeks: 12 }]);
    await one.query(
      `insert into greenops.usage_hourly (container_id, ts) values (1, '2026-10-05T00:00:00Z')`,
    );
    expect(await two.query('select tableoid::regclass::text as week from greenops.usage_hourly')).toEqual([
      { week: 'greenops.usage_hourly_20261005' },
    ]);
  });
});
