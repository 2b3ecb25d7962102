import type { V1ContainerStatus, V1Pod } from '@kubernetes/client-node';

/** What every container waits for once; how long a pod has waited, its phase and start tell. */
const ORDINARY_WAITING: ReadonlySet<string> = new Set(['ContainerCreating', 'PodInitializing']);

/**
 * Why a pod does not run as it should; `null` where all is well. What befell the pod goes before what its
 * containers wait for, that before how they ended, and that before why they were started again.
 */
export function podTrouble({ status }: V1Pod): string | null {
  const containers = [...(status?.initContainerStatuses ?? []), ...(status?.containerStatuses ?? [])];
  const unscheduled = (status?.conditions ?? []).find(
    ({ type, status: value }) => type === 'PodScheduled' && value === 'False',
  );
  const [first] = [
    status?.reason,
    ...containers.map(({ state }) => state?.waiting?.reason).filter(reason => !isOrdinary(reason)),
    ...containers.map(failureOf),
    ...containers.map(killOf),
    unscheduled?.reason,
  ].filter(reason => reason !== undefined && reason !== '');
  return first ?? null;
}

const isOrdinary = (reason: string | undefined): boolean =>
  reason !== undefined && ORDINARY_WAITING.has(reason);

const failureOf = ({ state }: V1ContainerStatus): string | undefined =>
  state?.terminated && state.terminated.exitCode !== 0 ? state.terminated.reason : undefined;

const killOf = ({ lastState, restartCount }: V1ContainerStatus): string | undefined =>
  restartCount > 0 && lastState?.terminated?.reason === 'OOMKilled' ? 'OOMKilled' : undefined;
