import { resourceSteps } from '../applySteps.ts';
import { titleOf } from '../describeChanges.ts';
import { paragraph, written } from '../factSheet.ts';
import type { Template } from '../template.ts';

export const cpuUnderRequested: Template = {
  title: ({ container, changes }) => titleOf('Raise', container, changes),
  summary: ({ changes }, facts, saving) =>
    paragraph(
      changes.some(({ target }) => target === 'requests.cpu')
        ? facts.sentence(
            'It requests {cpu.request} of CPU, but would need {cpu.p95} to cover {rule.cpu-quantile} of its samples of {cpu.history}: it lives on CPU that nobody promised it.',
          )
        : null,
      changes.some(({ target }) => target === 'limits.cpu')
        ? facts.sentence(
            'It is stopped at its limit of {cpu.limit} in {cpu.throttled} of its scheduling periods.',
          )
        : null,
      saving,
    ),
  why: (_, facts) =>
    written(
      facts.sentence('On average it used {cpu.mean}, at its highest {cpu.max}, in {cpu.samples} samples.'),
      'On a full node a container is slowed down to its request; what it uses above it depends on its neighbours.',
      facts.sentence(
        'A container that is throttled ({cpu.throttled} of its periods) answers late although the node may be idle.',
      ),
    ),
  steps: resourceSteps,
  watchAfterwards: () => [
    'Throttling: rate(container_cpu_cfs_throttled_periods_total) ÷ rate(container_cpu_cfs_periods_total); if it stays high, raise the limit again or remove it.',
    'Pods that stay Pending because no node has room for the new request.',
  ],
};
