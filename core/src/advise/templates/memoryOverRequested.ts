import { resourceSteps } from '../applySteps.ts';
import { titleOf } from '../describeChanges.ts';
import { type FactSheet, paragraph, written } from '../factSheet.ts';
import type { Template } from '../template.ts';

/** Written requests are whole MiB, so this much may be rounding. */
const ONE_MEBIBYTE = 2 ** 20;

function setByFloor(facts: FactSheet): boolean {
  const sized = (facts.value('memory.max') ?? 0) * (1 + (facts.value('policy.memory-headroom') ?? 0));
  return (facts.value('memory.target') ?? 0) > sized + ONE_MEBIBYTE;
}

export const memoryOverRequested: Template = {
  title: ({ container, changes }) => titleOf('Lower', container, changes),
  summary: (_, facts, saving) =>
    paragraph(
      facts.sentence(
        'It reserves {memory.request} of memory in each pod, but never used more than {memory.max} in {memory.history}.',
      ),
      setByFloor(facts)
        ? 'The new request is the lowest that the policy allows.'
        : facts.sentence('The new request covers its highest use with {policy.memory-headroom} headroom.'),
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
