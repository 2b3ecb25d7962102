import { clusterTotals } from './clusterTotals.ts';
import type { ClusterView } from './schema.ts';

const cluster = (figures: Partial<ClusterView>): ClusterView =>
  ({
    savingUsdPerMonth: 0,
    savingGramsCO2ePerMonth: null,
    realisableUsdPerMonth: null,
    footprint: null,
    ...figures,
  }) as ClusterView;

const known = cluster({
  footprint: { usdPerMonth: 100, kilowattHoursPerMonth: 2, gramsCO2ePerMonth: 500, provenance: [] },
  savingUsdPerMonth: 10,
  savingGramsCO2ePerMonth: 50,
});

describe('clusterTotals', () => {
  it('adds what is known and says of how many clusters it is known', () => {
    expect(clusterTotals([known, cluster({})])).toEqual([
      { label: 'Cost per month', value: '$100', remark: 'known for 1 of 2 clusters' },
      { label: 'Energy per month', value: '2 kWh', remark: 'known for 1 of 2 clusters' },
      { label: 'Carbon per month', value: '500 gCO₂e', remark: 'known for 1 of 2 clusters' },
      {
        label: 'Possible saving per month',
        value: '$10.00',
        remark: 'and 50 gCO₂e, known for 1 of 2 clusters',
      },
    ]);
  });

  it('has no remark where nothing is left out', () => {
    expect(clusterTotals([known]).map(({ remark }) => remark)).toEqual([null, null, null, 'and 50 gCO₂e']);
  });

  it('says what of the saving leaves the bill, where that is known of all', () => {
    const simulated = { ...known, realisableUsdPerMonth: 4 };
    const remark = (...clusters: readonly ClusterView[]) => clusterTotals(clusters).at(-1)?.remark;
    expect(remark(simulated, simulated)).toBe('and 100 gCO₂e, $8.00 off the bill');
    expect(remark(simulated, known)).toBe('and 100 gCO₂e');
  });

  it('says null where nothing is known, never zero', () => {
    expect(clusterTotals([cluster({})]).map(({ value }) => value)).toEqual([null, null, null, '$0.00']);
    expect(clusterTotals([]).map(({ value }) => value)).toEqual([null, null, null, null]);
  });
});
