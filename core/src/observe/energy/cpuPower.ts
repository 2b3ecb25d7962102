import type { ClusterIdentity } from '../../model/index.ts';
import tables from './cpuWatts.json' with { type: 'json' };

/** Power of one vCPU in watts, and of memory beyond what is in it. */
export interface CpuPower {
  readonly idleWatts: number;
  readonly fullWatts: number;
  /** Share of the instance's memory that draws power on top of the CPU's watts. */
  readonly memoryShare: number;
  /** True where the instance family is known; false for the provider's average. */
  readonly ofFamily: boolean;
}

type Row = readonly number[];

/**
 * Watts per vCPU of an instance type by Cloud Carbon Footprint's coefficients; the provider's value for
 * unknown CPUs where the family is not in them; AWS' such value where there is no cloud.
 */
export function cpuPower(provider: ClusterIdentity['provider'], instanceType: string | null): CpuPower {
  const table = tables[provider === 'gcp' || provider === 'azure' ? provider : 'aws'];
  const families: Readonly<Record<string, Row>> = table.families;
  const family = instanceType === null ? null : familyOf(instanceType);
  const row = family !== null && Object.hasOwn(families, family) ? families[family] : undefined;
  const [idleWatts = 0, fullWatts = 0, memoryShare = 0]: Row = row ?? table.unknownCpu;
  return { idleWatts, fullWatts, memoryShare, ofFamily: row !== undefined };
}

/** `m5.large` → `m5`, `n2d-standard-4` → `n2d`, `Standard_D4as_v4` → `Das v4`. */
function familyOf(instanceType: string): string {
  const azure = /^(?:Standard|Basic)_([A-Z]+)\d+(?:-\d+)?([a-z]*)(?:_(v\d+))?$/.exec(instanceType);
  if (azure) return `${azure[1]}${azure[2]}${azure[3] ? ` ${azure[3]}` : ''}`;
  return /^[a-z0-9]+/.exec(instanceType)?.[0] ?? instanceType;
}
