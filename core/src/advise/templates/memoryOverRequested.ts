import { resourceSteps } from '../applySteps.ts';
import { titleOf } from '../describeChanges.ts';
import { paragraph, written } from '../factSheet.ts';
import type { Template } from '../template.ts';

export const memoryOverRequested: Template = {
  title: ({ container, changes }) => titleOf('Lower', container, changes),
  summary: (_, facts, saving) =>
    paragraph(
      facts.sentence(
        'It reserves {memory.request} of memory in each pod, but never used more than {memory.max} in {memory.history}.',
      ),
      facts.sentence('The {memory.target} proposed cover {memory.covered} of its samples.'),
      facts.sentence(
        'Sized on each of its last {replay.memory-days} days from the days before, {replay.memory-above} of {replay.memory-samples} samples would have been above.',
      ),
      facts.value('memory.target') === facts.value('policy.minimum-memory')
        ? 'The new request is the lowest that the policy allows.'
        : null,
      saving,
    ),
  why: (_, facts) =>
    written(
      facts.sentence(
        'On average it used {memory.mean}, at its highest {memory.max}, in {memory.samples} samples.',
      ),
      facts.sentence(
        'The change frees {freed.memory} over all its pods; one GiB of its nodes costs {price.gib}.',
      ),
      facts.value('memory.oom-kills') === 0 ? 'It was not OOM-killed in that time.' : null,
      facts.sentence(
        'Of the same samples KRR would make {compare.krr-memory}, the Vertical Pod Autoscaler {compare.vpa-memory}, Kubecost {compare.kubecost-memory}.',
      ),
      facts.sentence('Its limit of {memory.limit} stays, so nothing is killed that lives today.'),
    ),
  steps: resourceSteps,
  watchAfterwards: (_, facts) =>
    written(
      facts.sentence(
        'Working set against the new request ({memory.target}); above it the pod is evicted early when its node runs out of memory.',
      ),
      'Evictions and OOM kills: kubectl get events --field-selector reason=Evicted, container_oom_events_total.',
    ),
};
