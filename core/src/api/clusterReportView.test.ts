import {
  bytes,
  type Consolidation,
  cores,
  gramsCO2e,
  kilowattHours,
  type SavingFigures,
  type Scan,
  usd,
} from '../model/index.ts';
import { FIXTURE_END, scanFixture } from '../store/testing/scanFixture.ts';
import { clusterReportSchema } from './clusterReportSchema.ts';
import { clusterReportView } from './clusterReportView.ts';
import { consolidationTexts } from './reportTexts.ts';

const node = (name: string) => ({
  name,
  instanceType: null,
  region: null,
  zone: null,
  pool: 'general',
  architecture: null,
  spot: false,
  capacity: { cpu: cores(4), memory: bytes(2 ** 34), gpus: null },
  allocatable: { cpu: cores(4), memory: bytes(2 ** 34), gpus: null },
  maxPods: null,
  taints: [],
  labels: {},
  unschedulable: false,
  createdAt: null,
  gpuModel: null,
});

/** Bounds ±20 %. */
const around = <T extends number>(likely: number, unit: (value: number) => T) => ({
  low: unit(likely * 0.8),
  likely: unit(likely),
  high: unit(likely * 1.2),
});

const saving = (amount: number): SavingFigures => ({
  usd: around(amount, usd),
  carbon: around(amount * 10, gramsCO2e),
  energy: around(amount / 10, kilowattHours),
  freedCpu: cores(4),
  freedMemory: bytes(2 ** 34),
});

const base = scanFixture({
  workloads: [{ name: 'cart', findings: [{ type: 'cpu-over-requested', usd: 40 }] }],
});
const [finding] = base.assessment.opportunities;
const cause = finding?.id ?? '';

const scanWith = (consolidation: Consolidation | null): Scan => ({
  ...base,
  observation: {
    ...base.observation,
    inventory: { ...base.observation.inventory, nodes: ['a', 'b', 'c', 'd'].map(node) },
  },
  assessment: { ...base.assessment, consolidation },
});

const CONSOLIDATION: Consolidation = {
  now: [
    { node: 'a', movedPods: 3, saving: saving(100), after: [] },
    { node: 'b', movedPods: 0, saving: saving(50), after: [] },
  ],
  afterFixes: [{ node: 'c', movedPods: 1, saving: saving(70), after: [cause] }],
  neededAgain: [{ node: 'b', movedPods: 0, saving: saving(50), after: [cause] }],
  staying: [
    {
      node: 'd',
      pins: [
        {
          workload: { clusterId: 'production', namespace: 'shop', kind: 'StatefulSet', name: 'db' },
          pod: 'db-0',
          constraint: 'cpu',
          by: null,
          refusals: [{ constraint: 'cpu', nodes: 3 }],
        },
        { workload: null, pod: null, constraint: 'last-of-pool', by: 'general', refusals: [] },
      ],
    },
  ],
  contributions: [],
  doubts: ['Disruption budgets could not be read, so none is respected'],
};

describe('clusterReportView', () => {
  it('fits the contract, with and without a simulation', () => {
    for (const consolidation of [null, CONSOLIDATION]) {
      const report = clusterReportView(scanWith(consolidation));
      expect(clusterReportSchema.parse(report)).toEqual(report);
    }
  });

  it('says of each node what becomes of it, those that go first', () => {
    const { consolidation } = clusterReportView(scanWith(CONSOLIDATION));
    expect(consolidation?.nodes.map(({ name, outlook }) => [name, outlook])).toEqual([
      ['a', 'goes-now'],
      ['c', 'goes-after-fixes'],
      ['b', 'needed-again'],
      ['d', 'stays'],
    ]);
    expect(consolidation?.nodes[1]?.after).toEqual([
      {
        id: cause,
        title: 'Lower the CPU request of cart',
        namespace: 'shop',
        kind: 'Deployment',
        name: 'cart',
      },
    ]);
    expect(consolidation?.nodes[3]?.reasons).toEqual([
      'shop/db-0 fits on no other node: 3 nodes without CPU to spare',
      'It is the last node of its pool (general)',
    ]);
  });

  it('adds up what goes and takes off what is needed again, bounds against bounds', () => {
    const { consolidation } = clusterReportView(scanWith(CONSOLIDATION));
    expect(consolidation?.savingNow.usdPerMonth).toEqual({ low: 120, likely: 150, high: 180 });
    // 150 − 50 + 70; its lowest takes off the highest of what is needed again: 120 − 60 + 56
    expect(consolidation?.savingInTheEnd.usdPerMonth).toEqual({ low: 116, likely: 170, high: 224 });
    expect(consolidation && consolidationTexts(consolidation)).toEqual([
      '2 of 4 nodes can go today, which saves $150, 15 kWh and 1.5 kgCO₂e per month',
      'Once the findings are mended 1 more can go and 1 of them is needed again, which saves $170, 17 kWh and 1.7 kgCO₂e per month in all',
    ]);
  });

  it('knows no sum of which a part is not known', () => {
    const [a] = CONSOLIDATION.now;
    const dark = { ...saving(10), carbon: null };
    const report = clusterReportView(
      scanWith({
        ...CONSOLIDATION,
        now: a ? [a, { node: 'b', movedPods: 0, saving: dark, after: [] }] : [],
      }),
    );
    expect(report.consolidation?.savingNow.gramsCO2ePerMonth).toBeNull();
    expect(report.consolidation?.savingNow.usdPerMonth.likely).toBe(110);
  });

  it('looks at the moment of the observation', () => {
    expect(clusterReportView(scanWith(null)).observedAt).toBe(new Date(FIXTURE_END * 1000).toISOString());
  });
});
