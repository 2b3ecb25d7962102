import {
  type Estimate,
  type GramsCO2e,
  gramsCO2e,
  HOURS_PER_MONTH,
  type WorkloadSci,
} from '../../model/index.ts';
import type { ClusterContext } from '../rule.ts';
import { combined, uncertaintyOf } from '../saving/uncertainty.ts';
import type { DrawnPart, EmbodiedOfWorkload } from './drawnPower.ts';
import { hourlyAmounts } from './hourlyFootprint.ts';
import { sciOf } from './sci.ts';

/** Score and its bounds: the errors of operation and manufacture are independent of each other. */
function perUnit(
  { operational, embodied, units }: { operational: GramsCO2e; embodied: GramsCO2e; units: number },
  doubts: { operational: number; embodied: number },
): Estimate<GramsCO2e> | null {
  const likely = sciOf({ operational, embodied, units });
  if (likely === null) return null;
  const off = combined(operational * doubts.operational, embodied * doubts.embodied) / units;
  return { low: gramsCO2e(Math.max(0, likely - off)), likely, high: gramsCO2e(likely + off) };
}

/**
 * SCI of a workload over the hours of the window in which its functional units were counted: carbon of the
 * same hours, and its hardware's manufacture written off over as many. `null` where none was counted.
 */
export function workloadSci(
  workloadId: string,
  parts: readonly DrawnPart[],
  monthly: Estimate<GramsCO2e>,
  embodied: EmbodiedOfWorkload,
  context: ClusterContext,
): WorkloadSci | null {
  const counted = context.observation.functionalUnits.get(workloadId);
  if (counted === undefined) return null;
  const { placeOf } = context.power.hours;
  const amounts = hourlyAmounts(parts, context);
  const inWindow = counted.hourly.flatMap(({ hour, count }) => {
    const grams = amounts[placeOf(hour)]?.grams ?? null;
    return grams === null || !(count >= 0) ? [] : [{ grams, count }];
  });
  const units = inWindow.reduce((total, { count }) => total + count, 0);
  const operational = gramsCO2e(inWindow.reduce((total, { grams }) => total + grams, 0));
  const manufacture = gramsCO2e((embodied.grams * inWindow.length) / HOURS_PER_MONTH);
  const gramsPerUnit = perUnit(
    { operational, embodied: manufacture, units },
    {
      operational: monthly.likely > 0 ? monthly.high / monthly.likely - 1 : 0,
      embodied: Math.max(0, ...embodied.provenance.map(origin => uncertaintyOf('embodied', origin))),
    },
  );
  return (
    gramsPerUnit && {
      gramsPerUnit,
      unit: counted.unit,
      units,
      hours: inWindow.length,
      operational,
      embodied: manufacture,
      provenance: counted.provenance,
    }
  );
}
