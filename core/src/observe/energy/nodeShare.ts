import { type NodeEnergy, type Provenance, watts } from '../../model/index.ts';
import type { EnergyProvenance } from '../clusterSource.ts';
import type { MeteredNode, MeteredPod } from '../fold/MeteredPower.ts';
import type { CpuPower } from './cpuPower.ts';

/** A node whose power is decided, with the pods that share its active part. */
export interface NodeShare {
  readonly energy: NodeEnergy;
  /** Weights of the pods on the node; watts where metered, cores where not. */
  readonly pods: readonly MeteredPod[];
  /** Active watts per unit of weight. */
  readonly wattsPerWeight: number;
  readonly podProvenance: Provenance;
}

/** Nobody metered the node: idle watts of its vCPUs, and for each core used what it adds up to full load. */
export function modelledNode(
  node: string,
  cpus: number | null,
  model: CpuPower,
  pods: readonly MeteredPod[],
): NodeShare {
  const perCore = model.fullWatts - model.idleWatts;
  const used = pods.reduce((sum, pod) => sum + pod.value, 0);
  const provenance: Provenance = {
    kind: 'modelled',
    method: model.ofFamily ? 'ccf-instance-family' : 'ccf-provider-average',
    source: 'Cloud Carbon Footprint, watts per vCPU at the CPU use measured by cAdvisor',
  };
  return {
    // A node that is gone (no CPU count) draws nothing any more; what its pods did is still theirs.
    energy: {
      node,
      active: watts(used * perCore),
      idle: watts((cpus ?? 0) * model.idleWatts),
      hourly: [],
      provenance,
    },
    pods,
    wattsPerWeight: perCore,
    podProvenance: provenance,
  };
}

export function meteredNode(
  node: string,
  meter: MeteredNode,
  provenance: EnergyProvenance,
  found: { watts: readonly MeteredPod[]; cores: readonly MeteredPod[]; modelledIdle: number },
): NodeShare {
  const measured = provenance.nodes ?? NO_METER;
  const nodeProvenance: Provenance =
    meter.idle === null ? { ...measured, kind: 'modelled', method: `${measured.method}+ccf-idle` } : measured;
  const metered = found.watts.length > 0 && provenance.pods !== null;
  const weights = metered ? found.watts : found.cores;
  const total = weights.reduce((sum, pod) => sum + pod.value, 0);
  const share = total > 0 ? meter.active / total : 0;
  return {
    energy: {
      node,
      active: watts(meter.active),
      idle: watts(meter.idle ?? found.modelledIdle),
      hourly: [],
      provenance: nodeProvenance,
    },
    pods: weights,
    // Metered pods get what their meter says, but together never more than the node's.
    wattsPerWeight: metered ? Math.min(1, share) : share,
    podProvenance:
      metered && provenance.pods
        ? provenance.pods
        : { ...measured, kind: 'modelled', method: `${measured.method}-by-cpu-share` },
  };
}

const NO_METER: Provenance = { kind: 'modelled', method: 'none', source: 'no meter' };
