import { Alert } from '@backstage/ui';
import { clusterGaps, type ClusterView, momentText } from '@greenops/core/api';

/** What the figures on the page leave out: failed scans, sources that are missing or doubtful. */
export function ClusterNotes({ clusters }: { clusters: readonly ClusterView[] }) {
  const withGaps = clusters
    .map(cluster => ({ cluster, gaps: clusterGaps(cluster) }))
    .filter(({ gaps }) => gaps.length > 0);
  if (withGaps.length === 0) return null;
  const count = withGaps.reduce((sum, { gaps }) => sum + gaps.length, 0);
  const names = withGaps.map(({ cluster }) => cluster.name).join(', ');
  return (
    <Alert
      status="warning"
      icon
      title="Not everything is known"
      description={
        <details open={clusters.some(({ status }) => status === 'failed')}>
          <summary style={{ cursor: 'pointer' }}>
            {count} {count === 1 ? 'remark' : 'remarks'} on {names}
          </summary>
          {withGaps.map(({ cluster, gaps }) => (
            <div key={cluster.id} style={{ marginTop: 8 }}>
              <strong>{cluster.name}</strong>
              {cluster.status === 'failed' && cluster.lastScanAt !== null && (
                <span>: what you see of it is from {momentText(cluster.lastScanAt)}</span>
              )}
              <ul style={{ margin: 0, paddingLeft: '1.4em' }}>
                {gaps.map(({ key, text }) => (
                  <li key={key}>{text}</li>
                ))}
              </ul>
            </div>
          ))}
        </details>
      }
    />
  );
}
