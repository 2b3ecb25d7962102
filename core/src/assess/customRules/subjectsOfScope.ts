import type { ObjectReference } from '../../model/index.ts';
import { addReservations, NOTHING, requested } from '../footprint/reservation.ts';
import type { ClusterContext, ContainerSubject, WorkloadSubject } from '../rule.ts';
import { subjectOf } from '../subjectOf.ts';
import type { NamespaceSubject, NodeSubject } from './facts/clusterObjectFacts.ts';
import type { Fact } from './facts/factDeclaration.ts';
import type { Subject } from './judgeByExpression.ts';

/** A subject and its name. */
export interface Named<S> extends Subject<S> {
  readonly reference: ObjectReference;
  readonly container: string | null;
}

export const ofContainer = (
  facts: readonly Fact<ContainerSubject>[],
  subject: ContainerSubject,
): Named<ContainerSubject> => ({
  facts,
  subject,
  reserved: requested(subject.container),
  usages: subject.usage ? [subject.usage] : [],
  reference: subject.workload.reference,
  container: subject.container.name,
});

export const ofWorkload = (
  facts: readonly Fact<WorkloadSubject>[],
  subject: WorkloadSubject,
): Named<WorkloadSubject> => ({
  facts,
  subject,
  reserved: subject.containers.map(({ container }) => requested(container)).reduce(addReservations, NOTHING),
  usages: subject.containers.flatMap(({ usage }) => usage ?? []),
  reference: subject.workload.reference,
  container: null,
});

const clusterScoped = <S extends { readonly context: ClusterContext }>(
  facts: readonly Fact<S>[],
  subject: S,
  kind: string,
  name: string,
): Named<S> => ({
  facts,
  subject,
  reserved: NOTHING,
  usages: [],
  reference: { clusterId: subject.context.observation.cluster.id, namespace: '', kind, name },
  container: null,
});

/** Namespaces that are listed or that something runs in, by name. */
export function namespacesOf(
  context: ClusterContext,
  facts: readonly Fact<NamespaceSubject>[],
): readonly Named<NamespaceSubject>[] {
  const { workloads, namespaces } = context.observation.inventory;
  const names = new Set([
    ...(namespaces ?? []).map(({ name }) => name),
    ...workloads.map(({ reference }) => reference.namespace),
  ]);
  return [...names].sort().map(name =>
    clusterScoped<NamespaceSubject>(
      facts,
      {
        context,
        name,
        declared: namespaces?.find(one => one.name === name) ?? null,
        workloads: workloads.filter(({ reference }) => reference.namespace === name),
      },
      'Namespace',
      name,
    ),
  );
}

export const nodesOf = (
  context: ClusterContext,
  facts: readonly Fact<NodeSubject>[],
): readonly Named<NodeSubject>[] =>
  context.observation.inventory.nodes.map(node => clusterScoped(facts, { context, node }, 'Node', node.name));

export const workloadsOf = (context: ClusterContext): readonly WorkloadSubject[] =>
  context.observation.inventory.workloads.map(workload => subjectOf(workload, context));
