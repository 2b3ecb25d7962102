import type { Inventory } from '../../model/index.ts';
import type { SeriesChunk } from '../clusterSource.ts';
import { WORKLOAD_PREFIX } from './functionalUnitQuery.ts';

/**
 * Work that a mesh or an ingress counts names a workload where every other series names a pod. It is put
 * on one of the workload's pods, since all its pods are added up; a workload that nobody knows keeps its
 * name, and is told as any stranger is.
 */
export async function* podsOfWorkloads(
  chunks: AsyncIterable<SeriesChunk>,
  readInventory: () => Promise<Inventory>,
): AsyncIterable<SeriesChunk> {
  let pods: ReadonlyMap<string, string> | null = null;
  for await (const chunk of chunks) {
    const { namespace, pod } = chunk.subject;
    if (chunk.family !== 'functionalUnits' || !pod?.startsWith(WORKLOAD_PREFIX)) {
      yield chunk;
      continue;
    }
    pods ??= onePodEach(await readInventory());
    const name = pod.slice(WORKLOAD_PREFIX.length);
    yield { ...chunk, subject: { ...chunk.subject, pod: pods.get(`${namespace}/${name}`) ?? name } };
  }
}

function onePodEach({ workloads }: Inventory): Map<string, string> {
  return new Map(
    workloads.flatMap(({ reference: { namespace, name }, pods }) => {
      const pod = pods.find(({ present }) => present) ?? pods[0];
      return pod ? [[`${namespace}/${name}`, pod.name] as const] : [];
    }),
  );
}
