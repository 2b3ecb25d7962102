import type { EvidenceFact, Workload } from '../../model/index.ts';
import { found, type Verdict, type WorkloadSubject } from '../rule.ts';
import { asDeclared } from './confidence.ts';
import { declared, fact } from './evidence.ts';
import { type RiskFactor, riskOf } from './risk.ts';

/** Pods of the workload that are there. */
export const podsThere = ({ pods }: Workload): number => pods.filter(({ present }) => present).length;

/** Nodes that its pods are on. */
export const nodesHeld = ({ pods }: Workload): number =>
  new Set(pods.filter(({ present, node }) => present && node !== null).map(({ node }) => node)).size;

/** A finding that reads the manifest and claims no money: what is dangerous is worth showing whatever it costs. */
export const securityFinding = (
  { workload, context }: WorkloadSubject,
  options: { said: string; risks: readonly RiskFactor[]; evidence: readonly EvidenceFact[] },
): Verdict =>
  found({
    changes: [],
    effect: { kind: 'none' },
    shownRegardless: true,
    risk: riskOf(options.risks, ''),
    confidence: asDeclared(options.said),
    evidence: [
      ...options.evidence,
      fact('pods', 'Pods there are', podsThere(workload), 'count', declared(context.observation)),
      fact('nodes', 'Nodes they are on', nodesHeld(workload), 'count', declared(context.observation)),
    ],
  });

/** `agent, init` of containers. */
export const namesOf = (containers: readonly { readonly name: string }[]): string =>
  containers.map(({ name }) => name).join(', ');
