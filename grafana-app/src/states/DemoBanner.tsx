import { Alert } from '@grafana/ui';

/** On every page that shows generated data. */
export function DemoBanner({ clusters }: { clusters: readonly string[] }) {
  if (clusters.length === 0) return null;
  return (
    <Alert severity="info" bottomSpacing={0} title="Demo data">
      {clusters.join(' and ')}: no such {clusters.length === 1 ? 'cluster exists' : 'clusters exist'}, their
      data is generated, and none of these savings is yours. Connect a cluster of your own to the GreenOps
      backend to see it here.
    </Alert>
  );
}
