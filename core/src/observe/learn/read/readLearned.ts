import type { Inventory, Observation } from '../../../model/index.ts';
import type { SeriesFamily } from '../../clusterSource.ts';
import type { MeteredPower } from '../../fold/MeteredPower.ts';
import type { LearnedView } from '../LearnedView.ts';
import { CLUSTER } from '../subject.ts';
import { LearnedPower } from './LearnedPower.ts';
import { UsageByContainer } from './UsageByContainer.ts';
import { autoscalerHistories } from './autoscalerHistories.ts';
import { functionalUnits } from './functionalUnits.ts';
import { gpuUsages } from './gpuUsages.ts';
import { workloadTraffic } from './workloadTraffic.ts';

/** Everything that samples say of a cluster, as an observation holds it. */
export interface ReadUsage extends Pick<Observation, 'traffic' | 'autoscaling' | 'gpus' | 'functionalUnits'> {
  readonly containers: Observation['usage'];
  readonly power: MeteredPower;
  /** Those of which there was a sample. */
  readonly families: ReadonlySet<SeriesFamily>;
}

export function readLearned(view: LearnedView, inventory: Inventory): ReadUsage {
  return {
    containers: new UsageByContainer(view, inventory.workloads),
    traffic: workloadTraffic(view),
    autoscaling: autoscalerHistories(view),
    gpus: gpuUsages(view, inventory),
    functionalUnits: functionalUnits(view),
    power: new LearnedPower(view),
    families: new Set(view.days(CLUSTER).flatMap(page => [...page.families()])),
  };
}
