import {
  BUILT_IN_OPPORTUNITY_TYPES,
  gramsCO2e,
  kilowattHours,
  seconds,
  unixSeconds,
  usd,
} from '@greenops/core/model';
import { parseExposition } from '@greenops/core/testing';
import { stubStore } from '../testing/stubStore.ts';
import { renderMetrics } from './renderMetrics.ts';

const TYPES = BUILT_IN_OPPORTUNITY_TYPES.length;

async function samplesOf(...parameters: Parameters<typeof stubStore>): Promise<Record<string, number>> {
  const samples = parseExposition(await renderMetrics(stubStore(...parameters)));
  return Object.fromEntries(
    samples.map(({ name, labels, value }) => [`${name}{${Object.values(labels).join(',')}}`, value]),
  );
}

describe('renderMetrics', () => {
  it('writes every figure that the store knows under the names of the contract', async () => {
    const samples = await samplesOf({
      opportunityTotals: async () => [
        {
          clusterId: 'prod',
          namespace: 'shop',
          type: 'idle-workload',
          opportunities: 2,
          savingUsdPerMonth: usd(10.5),
          savingCarbonPerMonth: gramsCO2e(700),
        },
        {
          clusterId: 'prod',
          namespace: 'team "a"\\b\n',
          type: 'idle-workload',
          opportunities: 1,
          savingUsdPerMonth: usd(-3),
          savingCarbonPerMonth: null,
        },
      ],
      namespaceTotals: async () => [
        {
          clusterId: 'prod',
          namespace: 'shop',
          usdPerMonth: usd(100),
          energyPerMonth: kilowattHours(20),
          carbonPerMonth: gramsCO2e(9000),
        },
        {
          clusterId: 'prod',
          namespace: 'web',
          usdPerMonth: usd(1),
          energyPerMonth: null,
          carbonPerMonth: null,
        },
      ],
      scanTotals: async () => [
        {
          clusterId: 'prod',
          lastSuccessAt: unixSeconds(1_790_000_000),
          lastDuration: seconds(12.5),
          failures: 3,
        },
      ],
    });

    expect(samples).toMatchObject({
      // Two namespaces of one type: 2 + 1.
      'greenops_opportunities{prod,idle-workload}': 3,
      'greenops_opportunities{prod,missing-requests}': 0,
      'greenops_saving_usd_per_month{prod,shop,idle-workload}': 10.5,
      'greenops_saving_usd_per_month{prod,team "a"\\b\n,idle-workload}': -3,
      'greenops_saving_carbon_grams_per_month{prod,shop,idle-workload}': 700,
      'greenops_namespace_cost_usd_per_month{prod,shop}': 100,
      'greenops_namespace_cost_usd_per_month{prod,web}': 1,
      'greenops_namespace_energy_kilowatt_hours_per_month{prod,shop}': 20,
      'greenops_namespace_carbon_grams_per_month{prod,shop}': 9000,
      'greenops_scan_last_success_timestamp_seconds{prod}': 1_790_000_000,
      'greenops_scan_duration_seconds{prod}': 12.5,
      'greenops_scan_failures_total{prod}': 3,
    });
    // Two counts of findings a type, and 2 + 1 savings, 2 + 1 + 1 of namespaces, 3 of scans: nothing unknown became 0.
    expect(Object.keys(samples)).toHaveLength(TYPES + 3 + 4 + 3);
  });

  it('has no figures, and no zeros, of a cluster that was never scanned', async () => {
    const samples = await samplesOf({
      opportunityTotals: async () => [],
      namespaceTotals: async () => [],
      scanTotals: async () => [{ clusterId: 'new', lastSuccessAt: null, lastDuration: null, failures: 0 }],
    });
    expect(samples).toEqual({ 'greenops_scan_failures_total{new}': 0 });
  });

  it('declares units and types', async () => {
    const text = await renderMetrics(
      stubStore({
        opportunityTotals: async () => [],
        namespaceTotals: async () => [],
        scanTotals: async () => [],
      }),
    );
    expect(text).toContain('# TYPE greenops_scan_failures_total counter');
    expect(text).toMatch(/# HELP greenops_saving_carbon_grams_per_month .*gCO2e/);
  });
});
