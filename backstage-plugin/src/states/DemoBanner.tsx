import { Alert } from '@backstage/ui';

/** On every page that shows generated data. */
export function DemoBanner({ clusters }: { clusters: readonly string[] }) {
  if (clusters.length === 0) return null;
  return (
    <Alert
      status="info"
      icon
      title="Demo data"
      description={`${clusters.join(' and ')} ${clusters.length === 1 ? 'is' : 'are'} generated: no such cluster exists, and none of these savings is yours. Connect a cluster of your own to the GreenOps backend to see it here.`}
    />
  );
}
