/** Maps hours and amounts onto the drawing. */
export interface ChartScale {
  readonly x: (time: number) => number;
  readonly y: (amount: number) => number;
  /** Round amounts at which a line is drawn. */
  readonly ticks: readonly number[];
  readonly days: readonly number[];
}

interface ChartExtent {
  readonly from: number;
  readonly to: number;
  readonly highest: number;
  readonly width: number;
  readonly height: number;
}

const DAY_MS = 86_400_000;

/** Largest of 1, 2, 2.5, 5 × 10ⁿ that gives at least three ticks; n is a power of two for bytes. */
export function tickStep(highest: number, base: 2 | 10): number {
  if (base === 2) return 2 ** Math.floor(Math.log2(highest / 3));
  const magnitude = 10 ** Math.floor(Math.log10(highest / 3));
  const factor = [5, 2.5, 2, 1].find(candidate => candidate * magnitude <= highest / 3) ?? 1;
  return factor * magnitude;
}

export function chartScale({ from, to, highest, width, height }: ChartExtent, base: 2 | 10): ChartScale {
  const top = highest > 0 ? highest * 1.05 : 1;
  const step = tickStep(top, base);
  const ticks: number[] = [];
  for (let tick = 0; tick <= top; tick += step) ticks.push(tick);
  const days: number[] = [];
  for (let day = Math.ceil(from / DAY_MS) * DAY_MS; day <= to; day += DAY_MS) days.push(day);
  return {
    x: time => (to === from ? width / 2 : ((time - from) / (to - from)) * width),
    y: amount => height - (amount / top) * height,
    ticks,
    days,
  };
}
