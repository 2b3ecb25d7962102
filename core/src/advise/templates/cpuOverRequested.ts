import type { Opportunity } from '../../model/index.ts';
import { resourceSteps } from '../applySteps.ts';
import { titleOf } from '../describeChanges.ts';
import { paragraph, written } from '../factSheet.ts';
import type { Template } from '../template.ts';

export const cpuOverRequested: Template = {
  title: ({ container, changes }) => titleOf('Lower', container, changes),
  summary: (_: Opportunity, facts, saving) =>
    paragraph(
      facts.sentence(
        'It reserves {cpu.request} of CPU in each pod, but in {cpu.covered} of all samples of {cpu.history} it used no more than the {cpu.target} proposed.',
      ),
      facts.sentence(
        'Sized on each of its last {replay.cpu-days} days from the days before, {replay.cpu-above} of {replay.cpu-samples} samples would have been above.',
      ),
      facts.value('cpu.target') === facts.value('policy.minimum-cpu')
        ? 'The new request is the lowest that the policy allows.'
        : null,
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
      facts.sentence(
        'Of the same samples KRR would make {compare.krr-cpu}, the Vertical Pod Autoscaler {compare.vpa-cpu}, Kubecost {compare.kubecost-cpu}.',
      ),
    ),
  steps: resourceSteps,
  watchAfterwards: (_, facts) =>
    written(
      facts.sentence('CPU use against the new request ({cpu.target}) and response times, over a busy day.'),
      'Throttling, where a CPU limit is set: rate(container_cpu_cfs_throttled_periods_total) ÷ rate(container_cpu_cfs_periods_total).',
    ),
};
