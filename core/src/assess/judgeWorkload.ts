import type { Workload } from '../model/index.ts';
import {
  contained,
  type Judgement,
  merged,
  NOTHING_TO_SAY,
  setAside,
  withoutRepetition,
} from './judgement/judgement.ts';
import { opportunityOf } from './opportunityOf.ts';
import { policyFor } from './policyFor.ts';
import type {
  ClusterContext,
  ContainerRule,
  ContainerSubject,
  Rule,
  Verdict,
  WorkloadSubject,
} from './rule.ts';
import { subjectOf } from './subjectOf.ts';

/** Turns one rule's verdict into what is reported. */
function reportOf(
  rule: Rule,
  verdict: Verdict,
  subject: WorkloadSubject,
  container: ContainerSubject | null,
): Judgement {
  switch (verdict.kind) {
    case 'fine':
      return NOTHING_TO_SAY;
    case 'not-assessed':
      return setAside(
        subject.workload.reference,
        container?.container.name ?? null,
        verdict.reason,
        rule.declaration.id,
      );
    case 'found': {
      const claimed = opportunityOf(rule, verdict.finding, subject, container);
      return { found: claimed ? [claimed] : [], notAssessed: [] };
    }
    default: {
      const never: never = verdict;
      return never;
    }
  }
}

function judgeContainer(
  subject: WorkloadSubject,
  container: ContainerSubject,
  rules: readonly ContainerRule[],
): Judgement {
  if (container.usage === null) {
    const reason = 'The meters never saw this container: its use is unknown, which is not zero';
    return setAside(subject.workload.reference, container.container.name, reason);
  }
  return merged(
    rules.map(rule =>
      contained(subject.workload.reference, rule.declaration.id, () =>
        reportOf(rule, rule.detect(container), subject, container),
      ),
    ),
  );
}

/** True where one of the findings takes the whole workload away; fewer pods still have their size. */
const stops = ({ found }: Judgement): boolean => found.some(({ stopsWorkload }) => stopsWorkload);

/** Judges one workload by all rules that look at workloads and containers, under the policy that it chose. */
export function judgeWorkload(
  workload: Workload,
  cluster: ClusterContext,
  rules: readonly Rule[],
): Judgement {
  const { policy, doubt } = policyFor(workload, cluster);
  const told = doubt === null ? NOTHING_TO_SAY : setAside(workload.reference, null, doubt);
  return merged([told, judgedBy(workload, { ...cluster, policy }, rules)]);
}

function judgedBy(workload: Workload, context: ClusterContext, rules: readonly Rule[]): Judgement {
  const subject = subjectOf(workload, context);
  const ofWorkload = merged(
    rules
      .filter(rule => rule.scope === 'workload')
      .map(rule =>
        contained(workload.reference, rule.declaration.id, () =>
          reportOf(rule, rule.detect(subject), subject, null),
        ),
      ),
  );
  if (subject.placements.length === 0) {
    return merged([
      ofWorkload,
      setAside(workload.reference, null, 'None of its pods runs, so a change would free nothing'),
    ]);
  }
  const containerRules = rules.filter(rule => rule.scope === 'container');
  // What is stopped needs no other size, and its whole request is counted already.
  const ofContainers = stops(ofWorkload)
    ? []
    : subject.containers.map(container => judgeContainer(subject, container, containerRules));
  const initContainers = workload.containers
    .filter(({ role }) => role === 'init')
    .map(({ name }) =>
      setAside(
        workload.reference,
        name,
        'Init containers are not sized: they are over before the workload works',
      ),
    );
  const judgement = merged([ofWorkload, ...ofContainers, ...initContainers]);
  return { ...judgement, notAssessed: withoutRepetition(judgement.notAssessed) };
}
