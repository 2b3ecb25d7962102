import { openPostgres } from '../../store/index.ts';
import { startTestPostgres } from './startTestPostgres.ts';

describe('startTestPostgres', () => {
  it('gives each test an empty database of a real Postgres, and takes it away again', async () => {
    const postgres = await startTestPostgres();
    const [first, second] = [await postgres.createDatabase(), await postgres.createDatabase()];
    const [one, two] = [openPostgres(first.connectionString), openPostgres(second.connectionString)];
    await one.query('create table t (n int)');
    await expect(two.query('select * from t')).rejects.toThrow(/"t" does not exist/);
    const [row] = await one.query<{ major: number }>(
      `select current_setting('server_version_num')::int / 10000 as major`,
    );
    expect(row?.major).toBeGreaterThanOrEqual(15);
    await Promise.all([one.close(), two.close()]);
    await postgres.stop();
    const gone = openPostgres(first.connectionString);
    await expect(gone.query('select 1')).rejects.toThrow();
    await gone.close();
  }, 60_000);
});
