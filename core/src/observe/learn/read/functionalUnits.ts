import { type FunctionalUnits, type UnixSeconds, unixSeconds } from '../../../model/index.ts';
import type { LearnedView } from '../LearnedView.ts';
import type { Page } from '../Page.ts';
import { AMOUNTS_PER_UNIT } from '../families.ts';
import { HOURS_PER_DAY } from '../part/Hours.ts';
import { HoursPart } from '../part/HoursPart.ts';
import { namesIn } from '../subject.ts';

const HOUR = 3_600;

/** By workload id; where work of several units was counted, the one that was counted last. */
export function functionalUnits(view: LearnedView): Map<string, FunctionalUnits> {
  const units = new Map<string, FunctionalUnits>();
  for (const subject of view.subjects('u')) {
    const [workloadId = '', unit = ''] = namesIn(subject, 2);
    const hourly = view.days(subject).flatMap(countsOf);
    const last = hourly.at(-1)?.hour;
    const other = units.get(workloadId)?.hourly.at(-1)?.hour;
    if (last === undefined || (other !== undefined && other >= last)) continue;
    units.set(workloadId, {
      workloadId,
      unit,
      hourly,
      provenance: {
        kind: 'measured',
        method: 'counter',
        source: `the counter that was named for "${unit}", through Prometheus`,
        asOf: last,
      },
    });
  }
  return units;
}

function countsOf(page: Page): { hour: UnixSeconds; count: number }[] {
  const part = page.part('functionalUnits');
  if (!(part instanceof HoursPart)) return [];
  return Array.from({ length: HOURS_PER_DAY }, (_, hour) => hour)
    .filter(hour => part.hours.samples(hour) > 0)
    .map(hour => ({
      hour: unixSeconds(page.day + hour * HOUR),
      count: part.hours.sum(hour) / AMOUNTS_PER_UNIT.functionalUnits,
    }));
}
