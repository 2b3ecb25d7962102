import fc from 'fast-check';
import {
  type OpportunityQuery,
  opportunityQuerySchema,
  type WorkloadQuery,
  workloadQuerySchema,
} from '../../api/index.ts';
import { PostgresStore } from '../PostgresStore.ts';
import type { Sql } from '../sql.ts';
import { scanFixture, type WorkloadFixture } from '../testing/scanFixture.ts';
import { startTestDatabases, type TestDatabases } from '../testing/testDatabase.ts';
import { ascending, Keyset } from './Keyset.ts';

/** Few distinct values, so that most rows tie; nulls among them. */
const workloadsArbitrary = fc
  .array(
    fc.record({
      namespace: fc.constantFrom('a', 'b', 'B', 'ä'),
      usdPerMonth: fc.constantFrom(null, 1, 2),
      gramsPerMonth: fc.constantFrom(null, 0, 5),
      saving: fc.constantFrom(-1, 0.1, 0.2),
      grams: fc.constantFrom(null, 7),
      found: fc.boolean(),
    }),
    { minLength: 0, maxLength: 25 },
  )
  .map(rows =>
    rows.map(({ saving, grams, found, ...row }, index): WorkloadFixture => ({
      ...row,
      name: `w${index % 4}`,
      kind: `Kind${index}`,
      findings: found
        ? [
            { type: 'cpu-over-requested', usd: saving, grams },
            { type: 'idle-workload', usd: saving * 3, grams },
          ]
        : [],
    })),
  );

describe('Keyset', () => {
  let databases: TestDatabases;
  let sql: Sql;
  let store: PostgresStore;

  beforeAll(async () => {
    databases = await startTestDatabases();
    sql = (await databases.create()).open();
    store = await PostgresStore.create(sql);
  }, 60_000);
  afterAll(() => databases.stop(), 60_000);

  async function pages<Item extends { id: string }>(
    read: (
      cursor: string | undefined,
    ) => Promise<{ items: Item[]; total: number; nextCursor: string | null }>,
  ) {
    const ids: string[] = [];
    const totals = new Set<number>();
    let cursor: string | undefined;
    do {
      const page = await read(cursor);
      ids.push(...page.items.map(({ id }) => id));
      totals.add(page.total);
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
    return { ids, totals: [...totals] };
  }

  const workloadSorts: WorkloadQuery['sort'][] = ['-cost', '-saving', '-carbon', 'name'];
  const opportunitySorts: OpportunityQuery['sort'][] = ['-saving', '-carbon', '-confidence', 'name'];

  it('shows every row exactly once, whatever ties and whatever the page size', async () => {
    await fc.assert(
      fc.asyncProperty(workloadsArbitrary, fc.integer({ min: 1, max: 7 }), async (workloads, limit) => {
        await store.saveScan(scanFixture({ workloads }));
        for (const sort of workloadSorts) {
          const all = (await store.workloads(workloadQuerySchema.parse({ sort, limit: 500 }))).items.map(
            ({ id }) => id,
          );
          const paged = await pages(cursor =>
            store.workloads(workloadQuerySchema.parse({ sort, limit, cursor })),
          );
          expect(paged).toEqual({ ids: all, totals: [all.length] });
          expect(new Set(all).size).toBe(workloads.length);
        }
        for (const sort of opportunitySorts) {
          const all = (
            await store.opportunities(opportunityQuerySchema.parse({ sort, limit: 500 }))
          ).items.map(({ id }) => id);
          const paged = await pages(cursor =>
            store.opportunities(opportunityQuerySchema.parse({ sort, limit, cursor })),
          );
          expect(paged).toEqual({ ids: all, totals: [all.length] });
          expect(all).toHaveLength(workloads.flatMap(({ findings }) => findings).length);
        }
      }),
      { numRuns: 15 },
    );
  }, 60_000);

  it('puts the largest first and the unknown last', async () => {
    const names = async (sort: string) =>
      (await store.workloads(workloadQuerySchema.parse({ sort }))).items.map(({ name }) => name);
    await store.saveScan(
      scanFixture({
        workloads: [
          { name: 'unknown', usdPerMonth: null },
          { name: 'small', usdPerMonth: 1, gramsPerMonth: 9, findings: [{ type: 'idle-workload', usd: 1 }] },
          { name: 'large', usdPerMonth: 9, gramsPerMonth: 1, findings: [{ type: 'idle-workload', usd: -1 }] },
        ],
      }),
    );
    expect(await names('-cost')).toEqual(['large', 'small', 'unknown']);
    expect(await names('-carbon')).toEqual(['small', 'large', 'unknown']);
    // Nothing to save is more than a change that costs.
    expect(await names('-saving')).toEqual(['small', 'unknown', 'large']);
    expect(await names('name')).toEqual(['large', 'small', 'unknown']);
  });

  const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

  it.each([
    ['nonsense', 'nonsense', 'no cursor of this list'],
    ['empty', '', 'no cursor of this list'],
    ['of another shape', encode({ sort: '-saving' }), 'no cursor of this list'],
    ['of another order', new Keyset('name', [ascending('x')]).cursorAfter(['a']), 'sorted by "name"'],
    ['with too few parts', encode(['-saving', ['wl-1']]), 'sorted by'],
    ['with parts of other types', encode(['-saving', ['1', 2]]), 'sorted by'],
    ['with SQL in it', encode(['-saving', [1, 2, `'; drop table greenops.workloads`]]), 'sorted by'],
  ])('refuses a cursor that is %s', async (_case, cursor, message) => {
    for (const read of [
      () => store.workloads(workloadQuerySchema.parse({ cursor })),
      () => store.opportunities(opportunityQuerySchema.parse({ cursor })),
    ]) {
      await expect(read()).rejects.toMatchObject({
        name: 'InvalidInputError',
        message: expect.stringContaining(message),
      });
    }
  });
});
