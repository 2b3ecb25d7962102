import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import type { ObjectReference, WorkloadReference } from './workload.ts';

/**
 * 80 bits of SHA-256 over the parts: the same thing has the same id in every face, on every
 * machine, in every run. Parts are length-prefixed so that `a`,`bc` and `ab`,`c` differ.
 */
function stableId(prefix: string, parts: readonly string[]): string {
  const text = parts.map(part => `${part.length}:${part}`).join('');
  return `${prefix}-${bytesToHex(sha256(utf8ToBytes(text))).slice(0, 20)}`;
}

export const workloadId = (workload: WorkloadReference): string =>
  stableId('wl', [workload.clusterId, workload.namespace, workload.kind, workload.name]);

/** Id of a finding: what it is about (object, container) and which rule found it; never its numbers. */
export const opportunityId = (ruleId: string, subject: ObjectReference, container: string | null): string =>
  stableId('opp', [
    ruleId,
    subject.clusterId,
    subject.namespace,
    subject.kind,
    subject.name,
    container ?? '',
  ]);

/** Key of a container inside one observation, for look-ups. */
export const containerKey = (workload: string, container: string): string => `${workload}/${container}`;

/** `Deployment shop/cart`, `Node ip-10-0-0-7`, as people say it; what a node itself runs in a namespace is a static pod. */
export const objectLabel = ({ kind, namespace, name }: ObjectReference): string =>
  namespace === '' ? `${kind} ${name}` : `${kind === 'Node' ? 'static pod' : kind} ${namespace}/${name}`;
