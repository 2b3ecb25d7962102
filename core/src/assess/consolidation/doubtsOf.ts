import { formatCount, type Observation } from '../../model/index.ts';
import type { ClusterState } from './ClusterState.ts';

const countPods = (state: ClusterState, which: (one: ClusterState['workloads'][number]) => boolean): number =>
  state.workloads
    .filter(one => !one.leavesWithNode && which(one))
    .reduce((total, { pods }) => total + pods.length, 0);

const sentence = (count: number, noun: string, rest: string): readonly string[] =>
  count > 0 ? [`${formatCount(count, noun)} ${rest}`] : [];

/** What the simulation did not know, as sentences; what was sure is not mentioned. */
export function doubtsOf(
  { inventory }: Observation,
  state: ClusterState,
  { homeless, overcommitted }: { readonly homeless: number; readonly overcommitted: number },
): readonly string[] {
  const unknown = countPods(state, ({ workload }) => workload.scheduling === null);
  const careless = countPods(state, ({ request }) => request.cpu === 0 || request.memory === 0);
  const scratch = countPods(state, ({ workload: { volumes } }) => volumes?.emptyDir === true);
  const hostPaths = countPods(state, ({ workload: { volumes } }) => (volumes?.hostPaths.length ?? 0) > 0);
  const untold = (inventory.disruptionBudgets ?? []).filter(({ selector }) => selector === null).length;
  const unlimited = inventory.nodes.filter(({ maxPods }) => maxPods === null).length;
  const unheld = state.nodes.filter(({ hold }) => hold?.constraint === 'unknown-load').length;
  return [
    ...sentence(unknown, 'pod', 'of which nobody says where they may run are taken to stay where they are'),
    ...(inventory.disruptionBudgets === null
      ? ['Disruption budgets could not be read, so none is respected']
      : []),
    ...sentence(
      untold,
      'disruption budget',
      'of which nobody says whom they guard are taken to guard their namespace while they allow nothing',
    ),
    ...(inventory.volumes === null ? ['Persistent volumes could not be read, so pods with claims stay'] : []),
    ...sentence(homeless, 'pod', 'waiting for a node find no room today, which may call for one more'),
    ...sentence(careless, 'pod', 'without a CPU or a memory request count as if they used none of it'),
    ...sentence(scratch, 'pod', 'with scratch space lose it when they move'),
    ...sentence(hostPaths, 'pod', 'that mount directories of their node would find those of another'),
    ...sentence(unlimited, 'node', 'whose limit of pods is not known are taken to have the default'),
    ...sentence(unheld, 'node', 'with workloads that could not be read are left alone'),
    ...sentence(overcommitted, 'node', 'are too small for what their pods lack, even after moving some away'),
  ];
}
