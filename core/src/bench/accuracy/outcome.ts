import type { Adviser } from './advisers.ts';
import { dayByDay, type Period, type Periods } from './protocols.ts';
import type { Sample } from './trace.ts';

/** An advice is applied when it differs by this much (Vertical Pod Autoscaler and CAST AI: 10 %). */
const APPLY_THRESHOLD = 0.1;

/** A machine (CPU: a machine or a day of it) goes badly with more than this share of its samples above. */
const CPU_SHARE = 0.05;
const MEMORY_SHARE = 0.01;

/** What became of one resource of one machine under one adviser. */
export interface Outcome {
  /** Amount × samples: capacity, and the advice in force, never more than the capacity. */
  readonly capacity: number;
  readonly advised: number;
  readonly samples: number;
  readonly above: number;
  /** Days with more than 5 % of their samples above; for memory, with any. */
  readonly badDays: number;
  /** Advices applied after the first. */
  readonly changes: number;
}

/** `null` where a machine has none of a resource. */
export interface MachineOutcome {
  readonly cpu: Outcome | null;
  readonly memory: Outcome | null;
}

/** What became of all machines of a data set under one adviser. */
export interface Score {
  readonly machines: number;
  /** Share of the capacity of all machines together that the advice gives back. */
  readonly cpuFreed: number;
  /** Share of all samples that lay above the advice. */
  readonly cpuAbove: number;
  /** Machines with more than 5 % of their samples above it. */
  readonly cpuMachinesAbove: number;
  /** `null` where no machine has memory. */
  readonly memory: {
    readonly machines: number;
    readonly freed: number;
    readonly above: number;
    /** Machines with any, and with more than 1 % of their samples above. */
    readonly machinesAny: number;
    readonly machinesAbove: number;
    readonly changesPerMachine: number;
  } | null;
  /** CPU advices applied after the first. */
  readonly changesPerMachine: number;
}

/** The value in force: follows the advice where it differs enough. */
class Applied {
  value: number | null = null;
  changes = 0;

  follow(advice: number | null): number | null {
    if (advice === null) return this.value;
    if (this.value === null) this.value = advice;
    else if (Math.abs(advice - this.value) / this.value >= APPLY_THRESHOLD) {
      this.value = advice;
      this.changes += 1;
    }
    return this.value;
  }
}

/** One resource of the samples of one period. */
interface Demand {
  /** Mean of the period. */
  readonly capacity: number;
  readonly samples: number;
  readonly days: readonly (readonly number[])[];
}

interface Demands {
  readonly cpu: Demand | null;
  readonly memory: Demand | null;
}

const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;

function demandOf(
  tested: readonly Sample[],
  read: (sample: Sample) => { readonly used: number; readonly capacity: number } | null,
): Demand | null {
  const days = dayByDay(tested).map(day => day.flatMap(sample => read(sample) ?? []));
  const all = days.flat();
  return all.length === 0
    ? null
    : {
        capacity: mean(all.map(({ capacity }) => capacity)),
        samples: all.length,
        days: days.map(day => day.map(({ used }) => used)),
      };
}

/** The same for every adviser, and asked for by thousands. */
const demands = new WeakMap<Period, Demands>();

function demandsOf(period: Period): Demands {
  const known = demands.get(period);
  if (known) return known;
  const found = {
    cpu: demandOf(period.tested, ({ cores, capacityCores }) => ({ used: cores, capacity: capacityCores })),
    memory: demandOf(
      period.tested,
      ({ memory }) => memory && { used: memory.bytes, capacity: memory.capacityBytes },
    ),
  };
  demands.set(period, found);
  return found;
}

/** Sums of one resource over the periods of a machine. */
class Tally {
  readonly applied = new Applied();
  readonly #badShare: number;
  #capacity = 0;
  #advised = 0;
  #samples = 0;
  #above = 0;
  #badDays = 0;

  constructor(badShare: number) {
    this.#badShare = badShare;
  }

  add(advised: number, { capacity, samples, days }: Demand): void {
    const held = Math.min(advised, capacity);
    this.#capacity += capacity * samples;
    this.#advised += held * samples;
    this.#samples += samples;
    // The last digit of a capacity that was multiplied back is no use above it.
    const most = held * (1 + 1e-9);
    for (const day of days) {
      let above = 0;
      for (const used of day) if (used > most) above += 1;
      this.#above += above;
      if (above > this.#badShare * day.length) this.#badDays += 1;
    }
  }

  get outcome(): Outcome | null {
    if (this.#samples === 0) return null;
    return {
      capacity: this.#capacity,
      advised: this.#advised,
      samples: this.#samples,
      above: this.#above,
      badDays: this.#badDays,
      changes: this.applied.changes,
    };
  }
}

/** What becomes of one machine when its advice is followed from period to period. */
export function outcomeOf(periods: Periods, adviser: Adviser): MachineOutcome {
  const [cpu, memory] = [new Tally(CPU_SHARE), new Tally(0)];
  for (const period of periods) {
    const demand = demandsOf(period);
    const advice = adviser.advise(period.past);
    const cores = cpu.applied.follow(advice.cores);
    const bytes = memory.applied.follow(advice.bytes);
    if (demand.cpu && cores !== null) cpu.add(cores, demand.cpu);
    if (demand.memory && bytes !== null) memory.add(bytes, demand.memory);
  }
  return { cpu: cpu.outcome, memory: memory.outcome };
}

const sum = (outcomes: readonly Outcome[], read: (outcome: Outcome) => number): number =>
  outcomes.reduce((total, outcome) => total + read(outcome), 0);

const figuresOf = (outcomes: readonly Outcome[]) => ({
  machines: outcomes.length,
  freed: 1 - sum(outcomes, ({ advised }) => advised) / sum(outcomes, ({ capacity }) => capacity),
  above: sum(outcomes, ({ above }) => above) / sum(outcomes, ({ samples }) => samples),
  changesPerMachine: sum(outcomes, ({ changes }) => changes) / outcomes.length,
  machinesAbove: (share: number) => outcomes.filter(({ above, samples }) => above / samples > share).length,
});

/** Sums over machines. */
export function scoreOf(machines: readonly MachineOutcome[]): Score {
  const cpu = figuresOf(machines.flatMap(machine => machine.cpu ?? []));
  const memory = figuresOf(machines.flatMap(machine => machine.memory ?? []));
  return {
    machines: cpu.machines,
    cpuFreed: cpu.freed,
    cpuAbove: cpu.above,
    cpuMachinesAbove: cpu.machinesAbove(CPU_SHARE),
    changesPerMachine: cpu.changesPerMachine,
    memory:
      memory.machines === 0
        ? null
        : {
            machines: memory.machines,
            freed: memory.freed,
            above: memory.above,
            machinesAny: memory.machinesAbove(0),
            machinesAbove: memory.machinesAbove(MEMORY_SHARE),
            changesPerMachine: memory.changesPerMachine,
          },
  };
}

/** What one adviser does for all machines. */
export const scoreFor = (machines: readonly Periods[], adviser: Adviser): Score =>
  scoreOf(machines.map(periods => outcomeOf(periods, adviser)));
