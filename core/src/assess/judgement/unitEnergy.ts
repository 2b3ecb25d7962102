import type { FunctionalUnits, UnixSeconds, WorkloadEnergy } from '../../model/index.ts';

const HOUR = 3_600;
const WATTS_PER_KILOWATT = 1_000;
/** Hours that each side of a comparison must have: a day shows the busy and the quiet hours once. */
export const FEWEST_HOURS = 24;

/** One hour of work and what it drew, as logarithms: ratios add up there. */
interface WorkHour {
  readonly work: number;
  readonly energy: number;
}

/** Energy of a unit of work before and after a moment, at the same load. */
export interface UnitEnergyChange {
  /** kWh per unit: geometric means of the hours. */
  readonly before: number;
  readonly after: number;
  /** Change at the same load, as a share of before. */
  readonly change: number;
  /** How many standard errors the change is away from none, as of a normal distribution. */
  readonly standardErrors: number;
  readonly hoursBefore: number;
  readonly hoursAfter: number;
}

const mean = (values: readonly number[]): number =>
  values.reduce((total, value) => total + value, 0) / values.length;

/** How energy grows with load within both sides: the slope that both share, between 0 (none) and 1 (in proportion). */
function commonSlope(sides: readonly (readonly WorkHour[])[]): number {
  let [products, squares] = [0, 0];
  for (const side of sides) {
    const work = mean(side.map(hour => hour.work));
    const energy = mean(side.map(hour => hour.energy));
    for (const hour of side) {
      products += (hour.work - work) * (hour.energy - energy);
      squares += (hour.work - work) ** 2;
    }
  }
  return squares === 0 ? 1 : Math.min(1, Math.max(0, products / squares));
}

/** Variance of the mean of neighbouring hours: they resemble each other, so they count for fewer than they are. */
function varianceOfMean(values: readonly number[]): { readonly variance: number; readonly freedom: number } {
  const centre = mean(values);
  const deviations = values.map(value => value - centre);
  const squares = deviations.reduce((total, one) => total + one ** 2, 0);
  const products = deviations
    .slice(1)
    .reduce((total, one, index) => total + one * (deviations[index] ?? 0), 0);
  const resemblance = squares === 0 ? 0 : Math.min(0.99, Math.max(0, products / squares));
  const independent = Math.max(2, (values.length * (1 - resemblance)) / (1 + resemblance));
  return { variance: squares / (values.length - 1) / independent, freedom: independent - 1 };
}

/** Welch's t as standard errors of a normal distribution (Welch 1947; Abramowitz and Stegun 26.7.8). */
function welch(before: readonly number[], after: readonly number[]): number {
  const [a, b] = [varianceOfMean(before), varianceOfMean(after)];
  const variance = a.variance + b.variance;
  const difference = mean(after) - mean(before);
  if (variance === 0) return difference === 0 ? 0 : Math.sign(difference) * Number.MAX_VALUE;
  const t = difference / Math.sqrt(variance);
  const freedom = variance ** 2 / (a.variance ** 2 / a.freedom + b.variance ** 2 / b.freedom);
  return (t * (1 - 1 / (4 * freedom))) / Math.sqrt(1 + t ** 2 / (2 * freedom));
}

/**
 * Compares what a unit of work draws before and after a moment. `null` where either side has fewer than a
 * day of hours with both work and energy. Hours of different load are made comparable by the slope of energy
 * over load that both sides share, so that a quiet week is not taken for a worse release.
 */
export function unitEnergyChange(
  energy: WorkloadEnergy,
  units: FunctionalUnits,
  moment: UnixSeconds,
): UnitEnergyChange | null {
  const counts = new Map(units.hourly.map(({ hour, count }) => [hour, count]));
  const before: WorkHour[] = [];
  const after: WorkHour[] = [];
  for (const { hour, active } of energy.hourly) {
    const count = counts.get(hour) ?? 0;
    // The hours of the roll-out have pods of both.
    const rollsOut = hour + HOUR > moment && hour < moment + HOUR;
    if (!(count > 0 && active > 0) || rollsOut) continue;
    const side = hour < moment ? before : after;
    side.push({ work: Math.log(count), energy: Math.log(active / WATTS_PER_KILOWATT) });
  }
  if (before.length < FEWEST_HOURS || after.length < FEWEST_HOURS) return null;
  const slope = commonSlope([before, after]);
  const atSameLoad = (side: readonly WorkHour[]) => side.map(hour => hour.energy - slope * hour.work);
  const perUnit = (side: readonly WorkHour[]) => Math.exp(mean(side.map(hour => hour.energy - hour.work)));
  const [left, right] = [atSameLoad(before), atSameLoad(after)];
  return {
    before: perUnit(before),
    after: perUnit(after),
    change: Math.exp(mean(right) - mean(left)) - 1,
    standardErrors: welch(left, right),
    hoursBefore: before.length,
    hoursAfter: after.length,
  };
}
