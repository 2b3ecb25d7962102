import {
  bytes,
  cores,
  type Estimate,
  gramsCO2e,
  kilowattHours,
  type SavingFigures,
  usd,
} from '../../model/index.ts';

const zero = <T extends number>(unit: (value: number) => T): Estimate<T> => ({
  low: unit(0),
  likely: unit(0),
  high: unit(0),
});

/** Nothing saved, which is known. */
export const NOTHING_SAVED: SavingFigures = {
  usd: zero(usd),
  carbon: zero(gramsCO2e),
  energy: zero(kilowattHours),
  freedCpu: cores(0),
  freedMemory: bytes(0),
};

const combine = <T extends number>(
  a: Estimate<T> | null,
  b: Estimate<T> | null,
  unit: (value: number) => T,
): Estimate<T> | null =>
  a && b
    ? { low: unit(a.low + b.low), likely: unit(a.likely + b.likely), high: unit(a.high + b.high) }
    : null;

/** A sum of which a part is not known is not known: half a sum is no sum. */
export const addFigures = (a: SavingFigures, b: SavingFigures): SavingFigures => ({
  usd: combine(a.usd, b.usd, usd) ?? zero(usd),
  carbon: combine(a.carbon, b.carbon, gramsCO2e),
  energy: combine(a.energy, b.energy, kilowattHours),
  freedCpu: cores(a.freedCpu + b.freedCpu),
  freedMemory: bytes(a.freedMemory + b.freedMemory),
});

const scale = <T extends number>(
  estimate: Estimate<T>,
  factor: number,
  unit: (value: number) => T,
): Estimate<T> => {
  const [a, b] = [estimate.low * factor, estimate.high * factor];
  return { low: unit(Math.min(a, b)), likely: unit(estimate.likely * factor), high: unit(Math.max(a, b)) };
};

/** A part of a saving, or, with a negative factor, what it costs to lose it. */
export const timesFigures = (figures: SavingFigures, factor: number): SavingFigures => ({
  usd: scale(figures.usd, factor, usd),
  carbon: figures.carbon && scale(figures.carbon, factor, gramsCO2e),
  energy: figures.energy && scale(figures.energy, factor, kilowattHours),
  freedCpu: cores(figures.freedCpu * factor),
  freedMemory: bytes(figures.freedMemory * factor),
});
