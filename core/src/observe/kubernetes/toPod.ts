import type { V1Pod } from '@kubernetes/client-node';
import { type Pod, type PodPhase, unixSecondsFromDate } from '../../model/index.ts';

const PHASES: readonly PodPhase[] = ['Pending', 'Running', 'Succeeded', 'Failed', 'Unknown'];

export function toPod({ metadata, spec, status }: V1Pod): Pod {
  return {
    name: metadata?.name ?? '',
    uid: metadata?.uid ?? '',
    node: spec?.nodeName || null,
    phase: PHASES.find(phase => phase === status?.phase) ?? 'Unknown',
    startedAt: status?.startTime ? unixSecondsFromDate(new Date(status.startTime)) : null,
    restarts: (status?.containerStatuses ?? []).reduce((sum, container) => sum + container.restartCount, 0),
    present: true,
    hostNetwork: spec?.hostNetwork === true,
    trouble: null,
  };
}
