import type { Observation, SourceName } from '../model/index.ts';
import type { ClusterSourceView } from './schema.ts';
import { isoTime } from './views.ts';

/** What lies in Prometheus is asked through Prometheus. */
const CONNECTION_OF: Partial<Record<SourceName, ClusterSourceView['source']>> = {
  kubernetes: 'kubernetes',
  prometheus: 'prometheus',
  cadvisor: 'prometheus',
  'kube-state-metrics': 'prometheus',
  kepler: 'prometheus',
  opencost: 'opencost',
  'grid-intensity': 'grid-intensity',
};

/**
 * Which connections of a cluster answered, and since when the others do not.
 *
 * @param before - the same of the scan before, which knows since when
 */
export function clusterSourcesView(
  { asked = [], notes, observedAt }: Pick<Observation, 'asked' | 'notes' | 'observedAt'>,
  before: readonly ClusterSourceView[],
): ClusterSourceView[] {
  const connections = new Set(
    asked.map(source => CONNECTION_OF[source]).filter(source => source !== undefined),
  );
  return [...connections].map(source => {
    const failure = notes.find(note => note.unanswered && CONNECTION_OF[note.source] === source);
    if (failure === undefined) return { source, answered: true, failingSince: null, message: null };
    const since = before.find(known => known.source === source)?.failingSince ?? isoTime(observedAt);
    return { source, answered: false, failingSince: since, message: failure.message };
  });
}
