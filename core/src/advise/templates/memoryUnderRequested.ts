import { resourceSteps } from '../applySteps.ts';
import { titleOf } from '../describeChanges.ts';
import { type FactSheet, paragraph, type Sentence, written } from '../factSheet.ts';
import type { Template } from '../template.ts';

function symptom(facts: FactSheet): Sentence {
  const kills = facts.value('memory.oom-kills') ?? 0;
  if (kills > 0) {
    const times = kills === 1 ? 'once' : facts.sentence('{memory.oom-kills} times');
    return (
      facts.sentence(
        `It was OOM-killed ${times ?? ''} at its limit of {memory.limit} within {memory.history}.`,
      ) ??
      facts.sentence(
        `It was OOM-killed ${times ?? ''} within {memory.history}, because its node ran out of memory.`,
      )
    );
  }
  const [highest, limit, p95, request] = ['memory.max', 'memory.limit', 'memory.p95', 'memory.request'].map(
    id => facts.value(id),
  );
  return p95 != null && request != null && p95 > request
    ? facts.sentence(
        'It requests {memory.request} of memory, but would need {memory.p95} to cover {rule.memory-quantile} of its samples of {memory.history}.',
      )
    : highest != null && limit != null
      ? facts.sentence(
          'Its highest use in {memory.history}, {memory.max}, is close to its limit of {memory.limit}: the next peak kills it.',
        )
      : null;
}

export const memoryUnderRequested: Template = {
  title: ({ container, changes }) => titleOf('Raise', container, changes),
  summary: (_, facts, saving) => paragraph(symptom(facts), saving),
  why: (_, facts) =>
    written(
      facts.sentence(
        'On average it used {memory.mean}, at its highest {memory.max}, in {memory.samples} samples.',
      ),
      (facts.value('memory.oom-kills') ?? 0) > 0
        ? facts.sentence(
            'A limit that killed is raised by {policy.oom-headroom}: what the container wanted beyond it cannot be seen.',
          )
        : facts.sentence('The new values cover its highest use with {policy.memory-headroom} headroom.'),
      'Memory cannot be slowed down: above its limit a container is killed, above its request its pod is evicted first.',
    ),
  steps: resourceSteps,
  watchAfterwards: () => [
    'OOM kills: container_oom_events_total and kube_pod_container_status_last_terminated_reason.',
    'Working set over several days: if it grows to the new limit too, look for a leak instead of raising it again.',
  ],
};
