import { type UnixSeconds, unixSeconds } from '@greenops/core/model';
import { type Labels, type MetricFamily, sampleTimes } from '@greenops/core/testing';

/** Two hours of what the backend exports at `/api/greenops/metrics`, for one cluster. */
export function exportedSeries(end: UnixSeconds): MetricFamily[] {
  const times = sampleTimes(unixSeconds(end - 7200), end, 60);
  const of = (
    name: string,
    labels: Labels,
    valueAt: (index: number) => number,
    type: 'gauge' | 'counter' = 'gauge',
  ) => ({
    name,
    type,
    series: [
      { labels: { job: 'greenops', ...labels }, times, values: times.map((_, index) => valueAt(index)) },
    ],
  });
  const cluster = { cluster: 'production-eu' };
  const place = { ...cluster, namespace: 'shop' };
  const finding = { ...place, type: 'idle-workload' };
  return [
    of('greenops_opportunities', { ...cluster, type: 'idle-workload' }, () => 3),
    of('greenops_saving_usd_per_month', finding, () => 214),
    of('greenops_saving_carbon_grams_per_month', finding, () => 11_900),
    of('greenops_namespace_cost_usd_per_month', place, () => 910),
    of('greenops_namespace_carbon_grams_per_month', place, () => 48_000),
    of('greenops_namespace_energy_kilowatt_hours_per_month', place, () => 410),
    of('greenops_scan_last_success_timestamp_seconds', cluster, () => end - 86_400),
    of('greenops_scan_duration_seconds', cluster, () => 4),
    of('greenops_scan_failures_total', cluster, index => Math.floor(index / 10), 'counter'),
    // Of the scrape itself: the backend does not answer.
    of('up', { instance: 'backend:7007' }, () => 0),
    of('cluster:greenops_saving_usd_per_month:sum', cluster, () => 214),
  ];
}
