import { type Bytes, bytes, type ContainerUsage, type Cores, cores, type Policy } from '../../model/index.ts';
import { RecentDemand } from './RecentDemand.ts';
import { cpuAppetite, memoryAppetite, sizeFor } from './sizeFor.ts';
import { asCpuManifest, asMemoryManifest, atLeast, sized } from './sizing.ts';

const DAY = 86_400;

/**
 * The container's demand, from what was learned of it day by day. What a container used while it
 * started counts for memory, which has to be there then too, and not for CPU, which may be short then.
 */
export function demandOf(usage: ContainerUsage, resource: 'cpu' | 'memory', policy: Policy): RecentDemand {
  const demand = new RecentDemand(policy.halfLife);
  let last: number | null = null;
  for (const { day, ...learned } of usage.days) {
    const ofDay = learned[resource];
    if (ofDay === null) continue;
    demand.add(ofDay.steady, last === null ? 0 : (day - last) / DAY);
    if (resource === 'memory' && ofDay.startUp) demand.add(ofDay.startUp, 0);
    last = day;
  }
  // Everything it used was start-up: then that is what there is to go by.
  const whole = usage[resource];
  if (demand.isEmpty && whole) demand.add(whole.sketch, 0);
  return demand;
}

/** CPU request for a demand: {@link sizeFor}, not below the policy's floor, in whole millicores. */
export const cpuSize = (demand: RecentDemand, policy: Policy): Cores =>
  cores(sized(sizeFor(demand, cpuAppetite(policy)), atLeast(policy.minimumCpu), asCpuManifest));

/** What a memory request may not be below. */
export interface MemoryFloor {
  /** Limit at which the container was killed; `null` when it never was. */
  readonly killedAt: Bytes | null;
  /** What its language runtime cannot work without; `null` when that is not known. */
  readonly runtime: Bytes | null;
}

export const NO_FLOOR: MemoryFloor = { killedAt: null, runtime: null };

/**
 * Memory request for a demand: {@link sizeFor}, not below what it was OOM-killed at plus the policy's
 * OOM headroom (KRR: limit + 25 %), what its runtime needs, and the policy's floor; in whole MiB.
 */
export const memorySize = (demand: RecentDemand, policy: Policy, floor: MemoryFloor): Bytes =>
  bytes(
    sized(
      sizeFor(demand, memoryAppetite(policy)),
      atLeast((floor.killedAt ?? 0) * (1 + policy.oomHeadroom)),
      atLeast(floor.runtime ?? 0),
      atLeast(policy.minimumMemory),
      asMemoryManifest,
    ),
  );
