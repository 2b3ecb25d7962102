import { Alert } from '@backstage/ui';
import { asSentence, type ClusterView, momentText } from '@greenops/core/api';

/** Clusters whose last scan failed: what is shown of them is older than it could be, or nothing. */
export function ClusterTrouble({ clusters }: { clusters: readonly ClusterView[] }) {
  return (
    <>
      {clusters
        .filter(({ status }) => status === 'failed')
        .map(({ id, name, lastScanAt, lastError }) => (
          <Alert
            key={id}
            status="warning"
            icon
            title={`${name} could not be scanned`}
            description={`${asSentence(lastError ?? 'The backend gave no reason')} ${
              lastScanAt === null
                ? 'It was never scanned.'
                : `What you see of it is from ${momentText(lastScanAt)}.`
            }`}
          />
        ))}
    </>
  );
}
