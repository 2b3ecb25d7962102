import { workloadQuerySchema } from '../api/index.ts';
import { PostgresStore } from './PostgresStore.ts';
import { scanFixture } from './testing/scanFixture.ts';
import { startTestDatabases } from './testing/testDatabase.ts';

const WORKLOADS = 20_000;
/** Half a day each: 240,000 rows in all. */
const HOURS = 12;

describe('PostgresStore at scale', () => {
  it(`saves ${WORKLOADS} workloads with ${HOURS} hours each, and lists them`, async () => {
    const databases = await startTestDatabases();
    try {
      const store = await PostgresStore.create((await databases.create()).open());
      const scan = scanFixture({
        workloads: Array.from({ length: WORKLOADS }, (_, index) => ({
          name: `workload-${index}`,
          namespace: `team-${index % 50}`,
          labels: { app: `workload-${index}`, team: `team-${index % 50}` },
          findings: index % 2 === 0 ? [{ type: 'cpu-over-requested' as const, usd: index % 97 }] : [],
          hourlyCores: Array.from({ length: HOURS }, (__, hour) => ((index + hour) % 24) / 24),
        })),
      });
      const timed = async <T>(what: string, run: () => Promise<T>): Promise<T> => {
        const start = performance.now();
        const result = await run();
        process.stdout.write(`${what}: ${((performance.now() - start) / 1000).toFixed(2)} s\n`);
        return result;
      };
      await timed('first save', () => store.saveScan(scan));
      await timed('same again', () => store.saveScan(scan));
      const page = await timed('first page by saving', () => store.workloads(workloadQuerySchema.parse({})));
      expect(page.total).toBe(WORKLOADS);
      expect(page.items[0]?.savingUsdPerMonth).toBe(96);
      const [cluster] = await timed('clusters', () => store.clusters());
      expect(cluster).toMatchObject({ workloads: WORKLOADS, opportunities: WORKLOADS / 2 });
    } finally {
      await databases.stop();
    }
  }, 600_000);
});
