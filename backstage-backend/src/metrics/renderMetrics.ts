import { BUILT_IN_OPPORTUNITY_TYPES } from '@greenops/core/model';
import {
  type NamespaceTotals,
  type OpportunityTotals,
  type ScanTotals,
  type Store,
} from '@greenops/core/store';
import { Counter, Gauge, Registry } from 'prom-client';

/** What every Prometheus-compatible store scrapes. */
export const EXPOSITION_TYPE = Registry.PROMETHEUS_CONTENT_TYPE;

/**
 * What the store holds, as Prometheus metrics of this moment, so that dashboards and alert rules work
 * on the findings with no GreenOps code. Names and labels are a contract with provisioning/. A figure
 * that is not known has no series. All monthly figures are for 730 h.
 */
export async function renderMetrics(store: Store): Promise<string> {
  const [opportunities, namespaces, scans] = await Promise.all([
    store.opportunityTotals(),
    store.namespaceTotals(),
    store.scanTotals(),
  ]);
  const registry = new Registry();
  addOpportunities(registry, opportunities, scans);
  addNamespaces(registry, namespaces);
  addScans(registry, scans);
  return registry.metrics();
}

function addOpportunities(
  registry: Registry,
  totals: readonly OpportunityTotals[],
  scans: readonly ScanTotals[],
): void {
  const count = gauge(registry, 'greenops_opportunities', 'Open findings', ['cluster', 'type']);
  const usd = gauge(
    registry,
    'greenops_saving_usd_per_month',
    'Likely nominal saving of the open findings in USD',
    ['cluster', 'namespace', 'type'],
  );
  const carbon = gauge(
    registry,
    'greenops_saving_carbon_grams_per_month',
    'Likely nominal carbon saving of the open findings in gCO2e',
    ['cluster', 'namespace', 'type'],
  );
  for (const { clusterId: cluster, lastSuccessAt } of scans) {
    if (lastSuccessAt === null) continue;
    // A rule that finds nothing counts 0: an alert on the series must be able to resolve.
    for (const type of BUILT_IN_OPPORTUNITY_TYPES) count.set({ cluster, type }, 0);
  }
  for (const { clusterId: cluster, namespace, type, ...sums } of totals) {
    count.inc({ cluster, type }, sums.opportunities);
    usd.set({ cluster, namespace, type }, sums.savingUsdPerMonth);
    if (sums.savingCarbonPerMonth !== null)
      carbon.set({ cluster, namespace, type }, sums.savingCarbonPerMonth);
  }
}

function addNamespaces(registry: Registry, totals: readonly NamespaceTotals[]): void {
  const labels = ['cluster', 'namespace'];
  const usd = gauge(
    registry,
    'greenops_namespace_cost_usd_per_month',
    'Cost of the workloads in USD',
    labels,
  );
  const carbon = gauge(
    registry,
    'greenops_namespace_carbon_grams_per_month',
    'Operational carbon of the workloads in gCO2e',
    labels,
  );
  const energy = gauge(
    registry,
    'greenops_namespace_energy_kilowatt_hours_per_month',
    'Energy of the workloads in kWh',
    labels,
  );
  for (const { clusterId: cluster, namespace, usdPerMonth, carbonPerMonth, energyPerMonth } of totals) {
    usd.set({ cluster, namespace }, usdPerMonth);
    if (carbonPerMonth !== null) carbon.set({ cluster, namespace }, carbonPerMonth);
    if (energyPerMonth !== null) energy.set({ cluster, namespace }, energyPerMonth);
  }
}

function addScans(registry: Registry, totals: readonly ScanTotals[]): void {
  const success = gauge(
    registry,
    'greenops_scan_last_success_timestamp_seconds',
    'When the cluster was last scanned with success, in Unix seconds',
    ['cluster'],
  );
  const duration = gauge(
    registry,
    'greenops_scan_duration_seconds',
    'How long the last successful scan took',
    ['cluster'],
  );
  const failures = new Counter({
    name: 'greenops_scan_failures_total',
    help: 'Failed scans since the cluster is known',
    labelNames: ['cluster'],
    registers: [registry],
  });
  for (const { clusterId: cluster, lastSuccessAt, lastDuration, failures: failed } of totals) {
    if (lastSuccessAt !== null) success.set({ cluster }, lastSuccessAt);
    if (lastDuration !== null) duration.set({ cluster }, lastDuration);
    failures.inc({ cluster }, failed);
  }
}

const gauge = (registry: Registry, name: string, help: string, labelNames: readonly string[]): Gauge =>
  new Gauge({ name, help, labelNames, registers: [registry] });
