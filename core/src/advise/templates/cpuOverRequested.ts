import type { Opportunity } from '../../model/index.ts';
import { resourceSteps } from '../applySteps.ts';
import { titleOf } from '../describeChanges.ts';
import { type FactSheet, paragraph, quantileFact, written } from '../factSheet.ts';
import type { Template } from '../template.ts';

/** True where the policy's floor, not the container's use, set the request. */
function setByFloor(facts: FactSheet): boolean {
  const used = facts.value(quantileFact(facts, 'policy.cpu-quantile')) ?? 0;
  const target = facts.value('cpu.target') ?? 0;
  return target > used * (1 + (facts.value('policy.cpu-headroom') ?? 0)) + 0.001;
}

export const cpuOverRequested: Template = {
  title: ({ container, changes }) => titleOf('Lower', container, changes),
  summary: (_: Opportunity, facts, saving) =>
    paragraph(
      facts.sentence(
        `It reserves {cpu.request} of CPU in each pod, but in {policy.cpu-quantile} of all samples of {cpu.history} it used no more than {${quantileFact(facts, 'policy.cpu-quantile')}}.`,
      ),
      setByFloor(facts)
        ? 'The new request is the lowest that the policy allows.'
        : facts.sentence('The new request covers that with {policy.cpu-headroom} headroom.'),
      saving,
    ),
  why: (_, facts) =>
    written(
      facts.sentence('On average it used {cpu.mean}, at its highest {cpu.max}, in {cpu.samples} samples.'),
      facts.sentence(
        'The change frees {freed.cpu} of CPU over all its pods; one core of its nodes costs {price.core}.',
      ),
      'A request takes its share of a node away from every other pod, used or not: it is paid for and draws idle power.',
      facts.sentence(
        'It was throttled in {cpu.throttled} of its periods, so its samples show what it wanted.',
      ),
    ),
  steps: resourceSteps,
  watchAfterwards: (_, facts) =>
    written(
      facts.sentence('CPU use against the new request ({cpu.target}) and response times, over a busy day.'),
      'Throttling, where a CPU limit is set: rate(container_cpu_cfs_throttled_periods_total) ÷ rate(container_cpu_cfs_periods_total).',
    ),
};
