import type { V1Pod } from '@kubernetes/client-node';
import type { Pod, PodPhase } from '../../model/index.ts';
import { momentOf } from './momentOf.ts';
import { podTrouble } from './podTrouble.ts';

const PHASES: readonly PodPhase[] = ['Pending', 'Running', 'Succeeded', 'Failed', 'Unknown'];

export function toPod(pod: V1Pod): Pod {
  const { metadata, spec, status } = pod;
  return {
    name: metadata?.name ?? '',
    uid: metadata?.uid ?? '',
    node: spec?.nodeName || null,
    phase: PHASES.find(phase => phase === status?.phase) ?? 'Unknown',
    startedAt: momentOf(status?.startTime),
    restarts: (status?.containerStatuses ?? []).reduce((sum, container) => sum + container.restartCount, 0),
    present: true,
    hostNetwork: spec?.hostNetwork === true,
    trouble: podTrouble(pod),
  };
}
