import { Alert } from '@grafana/ui';

/** On every page that shows generated data. */
export function DemoBanner({ clusters }: { clusters: readonly string[] }) {
  if (clusters.length === 0) return null;
  const names = clusters.join(' and ');
  return (
    <Alert severity="info" bottomSpacing={0} title="Demo data">
      {names} {clusters.length === 1 ? 'is' : 'are'} generated: no such cluster exists, and none of these
      savings is yours. Connect a cluster of your own to the GreenOps backend to see it here.
    </Alert>
  );
}
