import type { ContainerSpec } from '../cast/workloadSpec.ts';
import type { PodLife } from '../life/podLives.ts';
import { CPU_SHAPES, type CpuPattern } from '../patterns/cpuPatterns.ts';
import { memorySeries } from '../patterns/memoryPattern.ts';
import { noise } from '../patterns/noise.ts';
import { throttle } from '../patterns/throttling.ts';
import type { Random } from '../random.ts';

/** What one container of one pod did at each step of the pod's life. */
export interface ContainerUsageSeries {
  readonly spec: ContainerSpec;
  /** Cores. */
  readonly cpu: Float64Array;
  /** Bytes. */
  readonly memory: Float64Array;
  readonly oomKills: Float64Array;
  /** `null` without a CPU limit: the kernel then counts nothing. */
  readonly cfs: { readonly periods: Float64Array; readonly throttled: Float64Array } | null;
}

export interface PodUsage {
  readonly life: PodLife;
  readonly node: string;
  readonly containers: readonly ContainerUsageSeries[];
  /** Bytes a second; `null` on the host's network. */
  readonly traffic: { readonly received: Float64Array; readonly transmitted: Float64Array } | null;
}

/**
 * @param demands - per container name the work of one pod relative to the typical, over the whole window
 */
export function podUsage(
  life: PodLife,
  node: string,
  demands: ReadonlyMap<string, Float64Array>,
  random: Random,
): PodUsage {
  const running = life.workload.containers.filter(({ role }) => role !== 'init');
  const containers = running.map(spec => {
    const demand =
      demands.get(spec.name)?.subarray(life.from, life.to) ?? new Float64Array(life.to - life.from);
    return containerUsage(spec, demand, life, random.child(spec.name));
  });
  return { life, node, containers, traffic: trafficOf(life, containers[0], random.child('traffic')) };
}

function containerUsage(
  spec: ContainerSpec,
  demand: Float64Array,
  life: PodLife,
  random: Random,
): ContainerUsageSeries {
  const { spread, colour } = CPU_SHAPES[spec.cpu].noise;
  const own = noise(random.child('cpu'), demand.length, spread, colour);
  const work = demand.map((amount, position) => amount * (own[position] ?? 1));
  const { bytes, oomKills } = memorySeries(random.child('memory'), spec.memory, work, spec.limits.memory);
  const wanted = work.map((amount, position) => {
    const starting = (position === 0 && life.from > 0) || (oomKills[position - 1] ?? 0) > 0;
    return spec.typicalCpu * Math.max(amount, starting ? spec.startUp : 0);
  });
  if (spec.limits.cpu === null) return { spec, cpu: wanted, memory: bytes, oomKills, cfs: null };
  const { usage, periods, throttled } = throttle(wanted, spec.limits.cpu);
  return { spec, cpu: usage, memory: bytes, oomKills, cfs: { periods, throttled } };
}

/** Patterns whose peaks are housekeeping, which nobody outside sees. */
const UNSEEN: ReadonlySet<CpuPattern> = new Set(['idle', 'dailyJob']);

function trafficOf(
  { workload }: PodLife,
  first: ContainerUsageSeries | undefined,
  random: Random,
): PodUsage['traffic'] {
  if (workload.hostNetwork || !first) return null;
  const { cpu: pattern, typicalCpu } = first.spec;
  const jitter = noise(random, first.cpu.length, 0.1, 0.3);
  const of = (rate: number) =>
    first.cpu.map(
      (cpu, position) =>
        rate * (UNSEEN.has(pattern) ? 1 : Math.sqrt(cpu / typicalCpu)) * (jitter[position] ?? 1),
    );
  return { received: of(workload.traffic.received), transmitted: of(workload.traffic.transmitted) };
}
