import { Alert } from '@grafana/ui';
import { asSentence, type ClusterView } from '@greenops/core/api';

interface Gap {
  readonly key: string;
  readonly text: string;
}

function gapsOf(cluster: ClusterView): readonly Gap[] {
  const gaps: Gap[] = [];
  if (cluster.status === 'failed') {
    const reason = cluster.lastError ?? 'the backend does not say why';
    gaps.push({ key: `${cluster.id}/scan`, text: asSentence(`the last scan failed: ${reason}`) });
  }
  if (cluster.status === 'never-scanned') {
    gaps.push({ key: `${cluster.id}/never`, text: 'It has not been scanned yet.' });
  }
  for (const note of cluster.notes) {
    if (note.severity === 'info') continue;
    const cure = note.cure === null ? '' : ` ${asSentence(note.cure)}`;
    gaps.push({ key: `${cluster.id}/${note.message}`, text: `${asSentence(note.message)}${cure}` });
  }
  return gaps;
}

/** What the figures on the page leave out: failed scans, sources that are missing or doubtful. */
export function ClusterNotes({ clusters }: { clusters: readonly ClusterView[] }) {
  const withGaps = clusters
    .map(cluster => ({ cluster, gaps: gapsOf(cluster) }))
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
