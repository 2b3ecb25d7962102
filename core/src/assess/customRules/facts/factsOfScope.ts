import type { ContainerSubject, WorkloadSubject } from '../../rule.ts';
import {
  NAMESPACE_FACTS,
  type NamespaceSubject,
  NODE_FACTS,
  type NodeSubject,
} from './clusterObjectFacts.ts';
import { CONTAINER_FACTS } from './containerFacts.ts';
import { type Fact, ofPart } from './factDeclaration.ts';
import { WHOLE_WORKLOAD_FACTS } from './sumFacts.ts';
import { CLUSTER_FACTS, WORKLOAD_FACTS } from './workloadFacts.ts';

/** What a rule of each scope looks at, one at a time. */
export interface SubjectOfScope {
  readonly container: ContainerSubject;
  readonly workload: WorkloadSubject;
  readonly namespace: NamespaceSubject;
  readonly node: NodeSubject;
}

export const SCOPES = [
  'container',
  'workload',
  'namespace',
  'node',
] as const satisfies readonly (keyof SubjectOfScope)[];
export type Scope = (typeof SCOPES)[number];

const cluster = ofPart(
  CLUSTER_FACTS,
  ({ context }: Pick<ContainerSubject, 'context'>) => context.observation.cluster,
);

/** All that an expression may ask, by the scope of its rule. */
export const FACTS_OF_SCOPE: { readonly [S in Scope]: readonly Fact<SubjectOfScope[S]>[] } = {
  container: [...CONTAINER_FACTS, ...WORKLOAD_FACTS, ...cluster],
  workload: [...WORKLOAD_FACTS, ...WHOLE_WORKLOAD_FACTS, ...cluster],
  namespace: [...NAMESPACE_FACTS, ...cluster],
  node: [...NODE_FACTS, ...cluster],
};
