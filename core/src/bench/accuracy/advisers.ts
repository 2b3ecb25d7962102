import { krrCpu, krrMemory, linearPercentile } from '../../assess/comparators/krr.ts';
import { kubecostCpu, kubecostMemory } from '../../assess/comparators/kubecost.ts';
import { verticalPodAutoscaler } from '../../assess/comparators/verticalPodAutoscaler.ts';
import { RecentDemand } from '../../assess/sizing/RecentDemand.ts';
import { cpuSize, memorySize, NO_FLOOR } from '../../assess/sizing/recommendedSize.ts';
import { asCpuManifest, asMemoryManifest } from '../../assess/sizing/sizing.ts';
import { type Policy, QuantileSketch } from '../../model/index.ts';
import type { Sample } from './trace.ts';

const DAY = 86_400;

export interface Advice {
  readonly cores: number;
  readonly bytes: number | null;
}

/**
 * Somebody who says how large a machine should be, from its history alone; oldest sample first, never
 * empty. An advice is what a manifest can say: whole millicores, whole MiB.
 */
export interface Adviser {
  readonly name: string;
  advise(history: readonly Sample[]): Advice;
}

const ascending = (values: readonly number[]): number[] => values.toSorted((a, b) => a - b);
const coresOf = (history: readonly Sample[]): number[] => history.map(({ cores }) => cores);
const bytesOf = (history: readonly Sample[]): number[] =>
  history.flatMap(({ memory }) => (memory === null ? [] : [memory.bytes]));
const highest = (values: readonly number[]): number => values.reduce((a, b) => Math.max(a, b), 0);
const ifAny = (values: readonly number[], size: (values: readonly number[]) => number): number | null =>
  values.length === 0 ? null : size(values);

/** Samples in days of 24 h that end with the last one. */
function daysOf(history: readonly Sample[]): readonly (readonly Sample[])[] {
  const end = history[history.length - 1]?.time ?? 0;
  const days = new Map<number, Sample[]>();
  for (const sample of history) {
    const ago = Math.floor((end - sample.time) / DAY);
    const others = days.get(ago);
    if (others) others.push(sample);
    else days.set(ago, [sample]);
  }
  return [...days].sort(([a], [b]) => b - a).map(([, samples]) => samples);
}

/** Days as what is learned of a container keeps them: a sketch of each. */
const sketchesOf = (history: readonly Sample[]) =>
  daysOf(history).map(day => ({
    cpu: QuantileSketch.of(coresOf(day)),
    memory: QuantileSketch.of(bytesOf(day)),
  }));

interface Learned {
  readonly cpu: RecentDemand;
  readonly memory: RecentDemand;
}

/** Learning takes longest and is the same for every policy of one half-life. */
const learned = new WeakMap<readonly Sample[], Map<number, Learned>>();

function demandsOf(history: readonly Sample[], { halfLife }: Policy): Learned {
  const byHalfLife = learned.get(history) ?? new Map<number, Learned>();
  learned.set(history, byHalfLife);
  const known = byHalfLife.get(halfLife);
  if (known) return known;
  const demands = { cpu: new RecentDemand(halfLife), memory: new RecentDemand(halfLife) };
  for (const day of sketchesOf(history)) {
    demands.cpu.add(day.cpu);
    demands.memory.add(day.memory);
  }
  byHalfLife.set(halfLife, demands);
  return demands;
}

/** Our own sizing, with the sketches and the code of the product. */
export const greenOps = (name: string, policy: Policy): Adviser => ({
  name,
  advise: history => {
    const { cpu, memory } = demandsOf(history, policy);
    return {
      cores: cpuSize(cpu, policy),
      bytes: memory.isEmpty ? null : memorySize(memory, policy, NO_FLOOR),
    };
  },
});

export const KRR: Adviser = {
  name: 'KRR simple',
  advise: history => ({
    cores: krrCpu(linearPercentile(ascending(coresOf(history)), 0.95)),
    bytes: ifAny(bytesOf(history), values => krrMemory(highest(values))),
  }),
};

/** Days of memory peaks that the Vertical Pod Autoscaler keeps. */
const VPA_DAYS = 8;

const vpa: Adviser = {
  name: 'VPA',
  advise: history => {
    const end = history[history.length - 1]?.time ?? 0;
    const recent = history.filter(({ time }) => time > end - VPA_DAYS * DAY);
    const advice = verticalPodAutoscaler(
      recent.map(({ time, cores }) => ({ time, value: cores, count: 1 })),
      daysOf(recent).flatMap(day => {
        const bytes = bytesOf(day);
        return bytes.length === 0
          ? []
          : [{ time: day[day.length - 1]?.time ?? 0, value: highest(bytes), count: 1 }];
      }),
    );
    return { cores: (advice.millicores?.target ?? 0) / 1000, bytes: advice.bytes?.target ?? null };
  },
};

const kubecost: Adviser = {
  name: 'Kubecost max ÷ 0.65',
  advise: history => ({
    cores: asCpuManifest(kubecostCpu(highest(coresOf(history)))),
    bytes: ifAny(bytesOf(history), values => asMemoryManifest(kubecostMemory(highest(values)))),
  }),
};

const P95_MARGIN = 1.15;

export const P95: Adviser = {
  name: 'P95 × 1.15',
  advise: history => ({
    cores: asCpuManifest(linearPercentile(ascending(coresOf(history)), 0.95) * P95_MARGIN),
    bytes: ifAny(bytesOf(history), values =>
      asMemoryManifest(linearPercentile(ascending(values), 0.95) * P95_MARGIN),
    ),
  }),
};

/** Those whom we are measured against. */
export const COMPARATORS: readonly Adviser[] = [KRR, vpa, kubecost, P95];
