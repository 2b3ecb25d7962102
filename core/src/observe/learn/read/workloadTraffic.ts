import { bytesPerSecond, type TrafficStatistics, type WorkloadTraffic } from '../../../model/index.ts';
import type { LearnedView } from '../LearnedView.ts';
import { namesIn } from '../subject.ts';
import { windowDistribution } from './windowDistribution.ts';

/** By workload id. */
export function workloadTraffic(view: LearnedView): Map<string, WorkloadTraffic> {
  const traffic = new Map<string, WorkloadTraffic>();
  for (const subject of view.subjects('t')) {
    const [workloadId = ''] = namesIn(subject, 1);
    const pages = view.days(subject);
    const statistics = (family: 'receivedBytes' | 'transmittedBytes'): TrafficStatistics | null => {
      const all = windowDistribution(pages, family);
      return (
        all && {
          samples: all.sketch.count,
          mean: bytesPerSecond(all.mean),
          p99: bytesPerSecond(all.sketch.quantile(0.99)),
          max: bytesPerSecond(all.sketch.max),
        }
      );
    };
    const received = statistics('receivedBytes');
    const transmitted = statistics('transmittedBytes');
    if (received || transmitted) traffic.set(workloadId, { workloadId, received, transmitted });
  }
  return traffic;
}
