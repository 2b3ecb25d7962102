import { type AutoscalerHistory, ratio } from '../../../model/index.ts';
import type { LearnedView } from '../LearnedView.ts';
import { ReplicasPart } from '../part/ReplicasPart.ts';
import { namesIn } from '../subject.ts';

/** By workload id. */
export function autoscalerHistories(view: LearnedView): Map<string, AutoscalerHistory> {
  const histories = new Map<string, AutoscalerHistory>();
  for (const subject of view.subjects('a')) {
    const [workloadId = ''] = namesIn(subject, 1);
    const all = new ReplicasPart({ minReplicas: Number.NaN, maxReplicas: Number.NaN });
    for (const page of view.days(subject)) {
      const part = page.part('autoscalerReplicas');
      if (part instanceof ReplicasPart) all.merge(part);
    }
    const { samples, atMinimum, atMaximum, sum } = all;
    if (samples === 0) continue;
    histories.set(workloadId, {
      workloadId,
      samples,
      atMinimum: ratio(atMinimum / samples),
      atMaximum: ratio(atMaximum / samples),
      meanReplicas: sum / samples,
    });
  }
  return histories;
}
