import type { ClusterView } from './schema.ts';
import { asSentence, momentText } from './wording.ts';

/** Reasons shown before the rest is only counted. */
const MOST_REASONS = 3;

/** What could not be judged in any of the clusters: `20 × Only 20 h of history, …`, the most frequent first. */
export function notJudgedTexts(clusters: readonly ClusterView[]): readonly string[] {
  const reasons = clusters.flatMap(({ notJudged }) => notJudged).sort((a, b) => b.count - a.count);
  const rest = reasons.length - MOST_REASONS;
  return [
    ...reasons.slice(0, MOST_REASONS).map(({ reason, count }) => `${count} × ${reason}`),
    ...(rest > 0 ? [`and ${rest} more ${rest === 1 ? 'reason' : 'reasons'}`] : []),
  ];
}

/** Something that the figures of a cluster leave out. */
export interface ClusterGap {
  /** Unique over all clusters. */
  readonly key: string;
  readonly text: string;
}

/** What the figures of a cluster leave out: a failed scan, sources that are missing or doubtful. */
export function clusterGaps(cluster: ClusterView): readonly ClusterGap[] {
  const gaps: ClusterGap[] = [];
  if (cluster.status === 'failed') {
    const reason = cluster.lastError ?? 'the backend does not say why';
    const failing =
      cluster.failingSince === null
        ? 'the last scan failed'
        : `every scan since ${momentText(cluster.failingSince)} failed`;
    gaps.push({ key: `${cluster.id}/scan`, text: asSentence(`${failing}: ${reason}`) });
  }
  if (cluster.status === 'never-scanned') {
    gaps.push({ key: `${cluster.id}/never`, text: 'It has not been scanned yet.' });
  }
  for (const note of cluster.notes) {
    if (note.severity === 'info') continue;
    const cure = note.cure === null ? '' : ` ${asSentence(note.cure)}`;
    const since = cluster.sources.find(({ message }) => message === note.message)?.failingSince;
    const silence = since ? ` There has been no full answer since ${momentText(since)}.` : '';
    gaps.push({ key: `${cluster.id}/${note.message}`, text: `${asSentence(note.message)}${silence}${cure}` });
  }
  return gaps;
}
