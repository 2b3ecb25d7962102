import { containerKey, type Workload } from '../model/index.ts';
import { placementsOf, totalPods } from './footprint/placements.ts';
import { contained, type Judgement, merged, setAside, withoutRepetition } from './judgement/judgement.ts';
import { opportunityOf } from './opportunityOf.ts';
import type { ClusterContext, ContainerSubject, Rule, Verdict, WorkloadSubject } from './rule.ts';
import { RULES } from './rules/registry.ts';

const RULE_LIST: readonly Rule[] = Object.values(RULES);
const WORKLOAD_RULES = RULE_LIST.filter(rule => rule.scope === 'workload');
const CONTAINER_RULES = RULE_LIST.filter(rule => rule.scope === 'container');

function subjectOf(workload: Workload, context: ClusterContext): WorkloadSubject {
  const placements = placementsOf(workload, context.observation);
  const replicas = totalPods(placements);
  return {
    context,
    workload,
    placements,
    containers: workload.containers
      .filter(({ role }) => role !== 'init')
      .map(container => ({
        context,
        workload,
        replicas,
        container,
        usage: context.observation.usage.get(containerKey(workload.id, container.name)) ?? null,
      })),
  };
}

/** Turns one rule's verdict into what is reported. */
function reportOf(
  rule: Rule,
  verdict: Verdict,
  subject: WorkloadSubject,
  container: ContainerSubject | null,
): Judgement {
  switch (verdict.kind) {
    case 'fine':
      return { opportunities: [], notAssessed: [] };
    case 'not-assessed':
      return setAside(
        subject.workload,
        container?.container.name ?? null,
        verdict.reason,
        rule.declaration.id,
      );
    case 'found': {
      const opportunity = opportunityOf(rule, verdict.finding, subject, container);
      return { opportunities: opportunity ? [opportunity] : [], notAssessed: [] };
    }
    default: {
      const never: never = verdict;
      return never;
    }
  }
}

function judgeContainer(subject: WorkloadSubject, container: ContainerSubject): Judgement {
  if (container.usage === null) {
    const reason = 'The meters never saw this container: its use is unknown, which is not zero';
    return setAside(subject.workload, container.container.name, reason);
  }
  return merged(
    CONTAINER_RULES.map(rule =>
      contained(subject.workload, rule.declaration.id, () =>
        reportOf(rule, rule.detect(container), subject, container),
      ),
    ),
  );
}

/** Judges one workload by all rules. */
export function judgeWorkload(workload: Workload, context: ClusterContext): Judgement {
  const subject = subjectOf(workload, context);
  if (subject.placements.length === 0) {
    return setAside(workload, null, 'None of its pods runs, so a change would free nothing');
  }
  const ofWorkload = merged(
    WORKLOAD_RULES.map(rule =>
      contained(workload, rule.declaration.id, () => reportOf(rule, rule.detect(subject), subject, null)),
    ),
  );
  // What is stopped needs no other size, and its whole request is counted already.
  const ofContainers =
    ofWorkload.opportunities.length > 0
      ? []
      : subject.containers.map(container => judgeContainer(subject, container));
  const initContainers = workload.containers
    .filter(({ role }) => role === 'init')
    .map(({ name }) =>
      setAside(workload, name, 'Init containers are not judged: they are over before the workload works'),
    );
  const judgement = merged([ofWorkload, ...ofContainers, ...initContainers]);
  return { ...judgement, notAssessed: withoutRepetition(judgement.notAssessed) };
}
