import { Alert } from '@grafana/ui';
import { clusterGaps, type ClusterView } from '@greenops/core/api';

/** What the figures on the page leave out: failed scans, sources that are missing or doubtful. */
export function ClusterNotes({ clusters }: { clusters: readonly ClusterView[] }) {
  const withGaps = clusters
    .map(cluster => ({ cluster, gaps: clusterGaps(cluster) }))
    .filter(({ gaps }) => gaps.length > 0);
  if (withGaps.length === 0) return null;
  const count = withGaps.reduce((sum, { gaps }) => sum + gaps.length, 0);
  return (
    <Alert severity="warning" bottomSpacing={0} title="Not everything is known">
      <details>
        <summary>
          {count} {count === 1 ? 'remark' : 'remarks'} on{' '}
          {withGaps.map(({ cluster }) => cluster.name).join(', ')}
        </summary>
        {withGaps.map(({ cluster, gaps }) => (
          <div key={cluster.id}>
            <strong>{cluster.name}</strong>
            <ul>
              {gaps.map(gap => (
                <li key={gap.key}>{gap.text}</li>
              ))}
            </ul>
          </div>
        ))}
      </details>
    </Alert>
  );
}
