import { BYTES_PER_GIB, type ClusterIdentity, type ClusterNode, type Provenance } from '../../model/index.ts';
import { type CpuPower, cpuPower } from './cpuPower.ts';

/** Mean of Crucial's 0.375 and Micron's 0.4083 W/GB (Cloud Carbon Footprint, methodology, "Memory"). */
const WATTS_PER_GIGABYTE = 0.392;

/** What a node draws by the coefficients of its machine. */
export interface NodeModel {
  /** At rest; 0 for a node that is gone: it draws nothing any more, but what its pods did is still theirs. */
  readonly idleWatts: number;
  /** What each core adds when it works. */
  readonly wattsPerCore: number;
  readonly provenance: Provenance;
}

function provenanceOf({ ofFamily }: CpuPower, arm: boolean): Provenance {
  const source = 'Cloud Carbon Footprint, watts per vCPU at the CPU use measured by cAdvisor';
  // No Arm server is in SPECpower: the coefficients of its families are those of AMD's EPYC 2nd Gen.
  if (arm) {
    return {
      kind: 'modelled',
      method: 'ccf-arm-estimated',
      source: `${source}; Arm estimated by a stand-in`,
    };
  }
  return { kind: 'modelled', method: ofFamily ? 'ccf-instance-family' : 'ccf-provider-average', source };
}

/**
 * Watts at rest = vCPU × idle watts + memory above SPECpower's share × 0.392 W/GB; a busy core adds full
 * minus idle watts (Cloud Carbon Footprint, methodology).
 *
 * @param node - `undefined` where it is gone and only its pods are remembered
 */
export function nodeModel(provider: ClusterIdentity['provider'], node: ClusterNode | undefined): NodeModel {
  const power = cpuPower(provider, node?.instanceType ?? null);
  const gigabytes = (node?.capacity.memory ?? 0) / BYTES_PER_GIB;
  return {
    idleWatts:
      (node?.capacity.cpu ?? 0) * power.idleWatts + gigabytes * power.memoryShare * WATTS_PER_GIGABYTE,
    wattsPerCore: power.fullWatts - power.idleWatts,
    provenance: provenanceOf(power, node?.architecture === 'arm64'),
  };
}
