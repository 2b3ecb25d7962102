import { objectLabel } from '../../model/index.ts';
import { stopSteps } from '../applySteps.ts';
import { titleOf } from '../describeChanges.ts';
import { paragraph, written } from '../factSheet.ts';
import type { Template } from '../template.ts';

export const idleWorkload: Template = {
  title: ({ subject, changes }) => `Stop ${objectLabel(subject)}: ${titleOf('set', null, changes)}`,
  summary: (_, facts, saving) =>
    paragraph(
      facts.sentence(
        `In {cpu.history} each of its pods hardly used any CPU ({pod.cpu-p99} or less) or network ({pod.traffic-p99} or less) in all but the rarest samples, and none was ${facts.value('pod.restarts') === 0 ? 'restarted or ' : ''}replaced.`,
      ),
      facts.sentence('Each pod still reserves {pod.cpu-request} of CPU and {pod.memory-request} of memory.'),
      saving,
    ),
  why: (_, facts) =>
    written(
      facts.sentence('{cpu.samples} samples, {cpu.coverage} of those expected, say so.'),
      facts.sentence(
        'Nobody seems to need it: a pod that is called, probed or scraped exchanges more than this; the most it ever exchanged in a step was {pod.traffic-max}.',
      ),
      facts.sentence('Its nodes cost {price.core} for one core and {price.gib} for one GiB.'),
    ),
  steps: stopSteps,
  watchAfterwards: () => [
    'Errors of callers that name its service, for as long as the rarest caller may need to notice.',
    'Alerts and jobs that expect it to be up.',
  ],
};
