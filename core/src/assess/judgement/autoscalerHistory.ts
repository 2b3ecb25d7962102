import {
  type AutoscalerHistory,
  type EvidenceFact,
  formatDuration,
  type Observation,
  type Provenance,
  seconds,
} from '../../model/index.ts';
import type { WorkloadSubject } from '../rule.ts';
import { fact } from './evidence.ts';
import type { Unknown } from './quietness.ts';
import { demandsOf } from './sufficiency.ts';

const watched = (observation: Observation): Provenance => ({
  kind: 'measured',
  method: 'kube-state-autoscaler-replicas',
  source: 'kube-state-metrics kube_horizontalpodautoscaler_status_current_replicas',
  asOf: observation.window.end,
});

/** How the autoscaler stood over the window, or why that is not known. */
export function autoscalerHistory({ workload, context }: WorkloadSubject): AutoscalerHistory | Unknown {
  const { observation, policy } = context;
  const history = observation.autoscaling.get(workload.id);
  if (!history || history.samples === 0) {
    return { reason: 'How many replicas its autoscaler kept was not recorded' };
  }
  const seen = seconds(history.samples * observation.step);
  const { history: asked, historyAskedBy } = demandsOf(policy);
  return seen < asked
    ? {
        reason: `Its autoscaler was seen for ${formatDuration(seen)} only, ${historyAskedBy} asks for ${formatDuration(asked)}`,
      }
    : history;
}

/** What was seen of the autoscaler. */
export function autoscalerFacts(
  history: AutoscalerHistory,
  observation: Observation,
): readonly EvidenceFact[] {
  const origin = watched(observation);
  return [
    fact('autoscaler.at-minimum', 'Time at its minimum', history.atMinimum, 'ratio', origin),
    fact('autoscaler.at-maximum', 'Time at its maximum', history.atMaximum, 'ratio', origin),
    fact('autoscaler.mean-replicas', 'Replicas, mean', history.meanReplicas, 'count', origin),
    fact('autoscaler.samples', 'Samples of its replicas', history.samples, 'count', origin),
  ];
}
