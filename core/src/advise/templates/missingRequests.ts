import { resourceSteps } from '../applySteps.ts';
import { titleOf } from '../describeChanges.ts';
import { paragraph, written } from '../factSheet.ts';
import type { Template } from '../template.ts';

export const missingRequests: Template = {
  title: ({ container, changes }) => titleOf('Set', container, changes),
  summary: (_, __, saving) =>
    paragraph(
      'It runs without a promise: the scheduler places it as if it used nothing, and a full node slows it down or evicts it first.',
      saving,
    ),
  why: (_, facts) =>
    written(
      facts.sentence(
        'CPU: {cpu.mean} on average, {cpu.max} at its highest, in {cpu.samples} samples; the {cpu.target} proposed cover {cpu.covered} of them.',
      ),
      facts.sentence(
        'Memory: {memory.mean} on average, {memory.max} at its highest, in {memory.samples} samples; the {memory.target} proposed cover {memory.covered} of them.',
      ),
      (facts.value('memory.oom-kills') ?? 0) > 0
        ? facts.sentence(
            'It was OOM-killed at its limit of {memory.limit}: the new request, and the limit with it, go {policy.oom-headroom} beyond.',
          )
        : null,
      'The pods use this much already; the change only makes it visible to the scheduler and to the bill.',
    ),
  steps: resourceSteps,
  watchAfterwards: () => [
    'Pods that stay Pending because no node has room for what they really use.',
    'The next scan: with requests set, it can be sized like any other container.',
  ],
};
