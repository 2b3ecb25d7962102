import { type ContainerUsage, QuantileSketch } from '../../model/index.ts';

/** One resource of a container, start-up apart from the rest. */
export interface StartUp {
  readonly steady: QuantileSketch;
  readonly startUp: QuantileSketch;
  /** Days on which a pod started. */
  readonly days: number;
}

/** `null` where no pod was seen to start, or nothing was seen of it afterwards. */
export function startUpOf({ days }: ContainerUsage, resource: 'cpu' | 'memory'): StartUp | null {
  const steady = new QuantileSketch();
  const startUp = new QuantileSketch();
  let starts = 0;
  for (const day of days) {
    const learned = day[resource];
    if (!learned) continue;
    steady.merge(learned.steady);
    if (!learned.startUp || learned.startUp.count === 0) continue;
    startUp.merge(learned.startUp);
    starts += 1;
  }
  return starts > 0 && steady.count > 0 ? { steady, startUp, days: starts } : null;
}

/** The same usage as if no pod had started in the window. */
export const withoutStartUp = (usage: ContainerUsage): ContainerUsage => ({
  ...usage,
  days: usage.days.map(day => ({
    ...day,
    cpu: day.cpu && { ...day.cpu, startUp: null },
    memory: day.memory && { ...day.memory, startUp: null },
  })),
});
