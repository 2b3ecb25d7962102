import type { Advice, Adviser } from './advisers.ts';
import type { Sample, Trace } from './trace.ts';

const DAY = 86_400;

/** One-shot: days that are learned from where the trace is long enough; else its first half. */
const TRAIN_DAYS = 14;
const LONG_TRACE_DAYS = 20;
/** Rolling: days before the first advice, and the history that advice is made from. */
const WARM_UP_DAYS = 7;
const HISTORY_DAYS = 14;
const FEWEST_ROLLING_DAYS = WARM_UP_DAYS + 2;
/** An advice is applied when it differs by this much (Vertical Pod Autoscaler and CAST AI: 10 %). */
const APPLY_THRESHOLD = 0.1;

const CPU_SHARE = 0.05;
const MEMORY_SHARE = 0.01;

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

/** Sums of one resource over the machines. */
class Tally {
  #capacity = 0;
  #advised = 0;
  #samples = 0;
  #above = 0;
  #changes = 0;
  readonly #shares: number[] = [];

  /** @param periods - each with an advice that held for it, and the samples in it */
  add(periods: readonly { advised: number; capacity: number; values: readonly number[] }[], changes: number) {
    let [samples, above] = [0, 0];
    for (const { advised, capacity, values } of periods) {
      const held = Math.min(advised, capacity);
      this.#capacity += capacity * values.length;
      this.#advised += held * values.length;
      samples += values.length;
      // The last digit of a capacity that was multiplied back is no use above it.
      for (const value of values) if (value > held * (1 + 1e-9)) above += 1;
    }
    if (samples === 0) return;
    this.#samples += samples;
    this.#above += above;
    this.#changes += changes;
    this.#shares.push(above / samples);
  }

  get machines(): number {
    return this.#shares.length;
  }
  get freed(): number {
    return 1 - this.#advised / this.#capacity;
  }
  get above(): number {
    return this.#above / this.#samples;
  }
  get changesPerMachine(): number {
    return this.#changes / this.machines;
  }
  machinesAbove(share: number): number {
    return this.#shares.filter(one => one > share).length;
  }
}

const scoreOf = (cpu: Tally, memory: Tally): Score => ({
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
});

const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;
const coresOf = (samples: readonly Sample[]) => samples.map(({ cores }) => cores);
const memoryOf = (samples: readonly Sample[]) =>
  samples.flatMap(({ memory }) => (memory === null ? [] : [memory]));

const cpuPeriod = (advised: number, samples: readonly Sample[]) => ({
  advised,
  capacity: mean(samples.map(({ capacityCores }) => capacityCores)),
  values: coresOf(samples),
});

function memoryPeriods(advised: number | null, samples: readonly Sample[]) {
  const memory = memoryOf(samples);
  if (advised === null || memory.length === 0) return [];
  return [
    {
      advised,
      capacity: mean(memory.map(({ capacityBytes }) => capacityBytes)),
      values: memory.map(({ bytes }) => bytes),
    },
  ];
}

/** What is learned from and what is tested on. */
export interface Split {
  readonly train: readonly Sample[];
  readonly test: readonly Sample[];
}

/** Splits a trace into what is learned from and what is tested on. */
export function split({ samples }: Trace): Split {
  const start = samples[0]?.time ?? 0;
  const length = (samples[samples.length - 1]?.time ?? 0) - start;
  const cut = start + (length >= LONG_TRACE_DAYS * DAY ? TRAIN_DAYS * DAY : length / 2);
  return {
    train: samples.filter(({ time }) => time < cut),
    test: samples.filter(({ time }) => time >= cut),
  };
}

/** One advice from the first part of each trace, scored on the rest. */
export function oneShot(splits: readonly Split[], adviser: Adviser): Score {
  const [cpu, memory] = [new Tally(), new Tally()];
  for (const { train, test } of splits) {
    if (train.length === 0 || test.length === 0) continue;
    const { cores, bytes } = adviser.advise(train);
    cpu.add([cpuPeriod(cores, test)], 0);
    memory.add(memoryPeriods(bytes, test), 0);
  }
  return scoreOf(cpu, memory);
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

function dayByDay({ samples }: Trace): readonly (readonly Sample[])[] {
  const start = samples[0]?.time ?? 0;
  const days: Sample[][] = [];
  for (const sample of samples) {
    const day = Math.floor((sample.time - start) / DAY);
    while (days.length <= day) days.push([]);
    days[day]?.push(sample);
  }
  return days;
}

/** Whether a trace is long enough for advice to be renewed day by day. */
export const canRoll = (trace: Trace): boolean => dayByDay(trace).length >= FEWEST_ROLLING_DAYS;

/** Advice renewed each day from the past alone, applied where it differs enough, scored on the day that follows. */
export function rolling(traces: readonly Trace[], adviser: Adviser): Score {
  const [cpu, memory] = [new Tally(), new Tally()];
  for (const trace of traces) {
    const days = dayByDay(trace);
    const [cores, bytes] = [new Applied(), new Applied()];
    const cpuPeriods = [];
    const memoryOfDays = [];
    for (let day = WARM_UP_DAYS; day < days.length; day += 1) {
      const past = days.slice(Math.max(0, day - HISTORY_DAYS), day).flat();
      const today = days[day] ?? [];
      if (past.length === 0 || today.length === 0) continue;
      const advice: Advice = adviser.advise(past);
      cpuPeriods.push(cpuPeriod(cores.follow(advice.cores) ?? 0, today));
      memoryOfDays.push(...memoryPeriods(bytes.follow(advice.bytes), today));
    }
    cpu.add(cpuPeriods, cores.changes);
    memory.add(memoryOfDays, bytes.changes);
  }
  return scoreOf(cpu, memory);
}
