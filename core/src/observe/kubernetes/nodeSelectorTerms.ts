import type { V1NodeSelector, V1NodeSelectorTerm } from '@kubernetes/client-node';
import type { NodeSelectorTerms } from '../../model/index.ts';
import { requirement } from './labelSelector.ts';

/** A required node selector; `null` where there is none. A term without requirements fits no node and is left out. */
export const nodeSelectorTerms = (selector: V1NodeSelector | undefined): NodeSelectorTerms | null =>
  selector === undefined
    ? null
    : selector.nodeSelectorTerms.map(termRequirements).filter(requirements => requirements.length > 0);

/** The only field that Kubernetes lets terms select by is `metadata.name`. */
const termRequirements = ({ matchExpressions, matchFields }: V1NodeSelectorTerm) =>
  [...(matchExpressions ?? []), ...(matchFields ?? [])].flatMap(requirement);
