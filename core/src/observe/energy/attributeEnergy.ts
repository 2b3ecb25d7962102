import {
  type ClusterEnergy,
  type ClusterIdentity,
  type Inventory,
  type NodeEnergy,
  type ObservationNote,
  type Provenance,
  watts,
  type WorkloadEnergy,
} from '../../model/index.ts';
import type { EnergyProvenance } from '../clusterSource.ts';
import type { PodIndex } from '../fold/PodIndex.ts';
import type { MeteredPod, PowerFolder } from '../fold/PowerFolder.ts';
import { cpuPower } from './cpuPower.ts';
import { judgeNodePower, type PowerJudgement } from './judgeNodePower.ts';

/** A node whose power is decided, with the pods that share its active part. */
interface NodeShare {
  readonly energy: NodeEnergy;
  /** Weights of the pods on the node; watts where metered, cores where not. */
  readonly pods: readonly MeteredPod[];
  /** Active watts per unit of weight. */
  readonly wattsPerWeight: number;
  readonly podProvenance: Provenance;
}

/**
 * Decides for each node whether its meter is believed or its power is modelled, and shares its active
 * power among the pods on it. Each node is read in one way only and its pods never get more than it has,
 * so that `Σ workloads active + unallocated = Σ nodes active` holds with `unallocated ≥ 0`.
 */
export function attributeEnergy(options: {
  inventory: Inventory;
  pods: PodIndex;
  power: PowerFolder;
  provider: ClusterIdentity['provider'];
  provenance: EnergyProvenance;
}): { energy: ClusterEnergy; notes: ObservationNote[] } {
  const { inventory, pods, power, provider, provenance } = options;
  const wattsOn = byNode(power.podWatts(), pods);
  const coresOn = byNode(power.podCores(), pods);
  const meters = new Map(provenance.nodes ? power.nodes().map(meter => [meter.node, meter]) : []);
  const known = new Map(inventory.nodes.map(node => [node.name, node]));
  const refused: Refused = { fake: [], absurd: [] };
  const shareOf = (name: string): NodeShare => {
    const node = known.get(name);
    const cpus = node?.capacity.cpu ?? null;
    const cores = coresOn.get(name) ?? [];
    const modelled = modelledNode(name, cpus, cpuPower(provider, node?.instanceType ?? null), cores);
    const meter = meters.get(name);
    if (meter === undefined) return modelled;
    const modelledIdle = modelled.energy.idle;
    const judgement = judgeNodePower(meter.activeWhileThere + (meter.idle ?? modelledIdle), cpus);
    if (judgement === 'plausible') {
      return meteredNode(name, meter, provenance, { watts: wattsOn.get(name) ?? [], cores, modelledIdle });
    }
    refused[judgement].push(name);
    return modelled;
  };
  const names = new Set([...known.keys(), ...meters.keys(), ...coresOn.keys()]);
  const shares = [...names].map(shareOf);
  return { energy: totalled(shares, pods), notes: refusals(refused) };
}

/** A pod whose node neither the meter nor the inventory knows cannot share any node's power and is left out. */
function byNode(metered: readonly MeteredPod[], pods: PodIndex): Map<string, MeteredPod[]> {
  const nodes = new Map<string, MeteredPod[]>();
  for (const pod of metered) {
    const node = pod.node ?? pods.find(pod.namespace, pod.pod)?.pod.node;
    if (node === undefined || node === null) continue;
    const others = nodes.get(node);
    if (others) others.push(pod);
    else nodes.set(node, [pod]);
  }
  return nodes;
}

/** Nobody metered the node: idle watts of its vCPUs, and for each core used what it adds up to full load. */
function modelledNode(
  node: string,
  cpus: number | null,
  model: ReturnType<typeof cpuPower>,
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
    energy: { node, active: watts(used * perCore), idle: watts((cpus ?? 0) * model.idleWatts), provenance },
    pods,
    wattsPerWeight: perCore,
    podProvenance: provenance,
  };
}

function meteredNode(
  node: string,
  meter: ReturnType<PowerFolder['nodes']>[number],
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

function totalled(shares: readonly NodeShare[], index: PodIndex): ClusterEnergy {
  const nodes = new Map<string, NodeEnergy>();
  const workloads = new Map<string, WorkloadEnergy>();
  for (const { energy, pods, wattsPerWeight, podProvenance } of shares) {
    nodes.set(energy.node, energy);
    for (const pod of pods) {
      const workload = index.find(pod.namespace, pod.pod)?.workload;
      if (workload === undefined) continue;
      const before = workloads.get(workload.id);
      workloads.set(workload.id, {
        workloadId: workload.id,
        active: watts((before?.active ?? 0) + pod.value * wattsPerWeight),
        provenance: before ? weaker(before.provenance, podProvenance) : podProvenance,
      });
    }
  }
  return { nodes, workloads };
}

/** A sum is no better founded than its weakest part. */
const weaker = (a: Provenance, b: Provenance): Provenance => (b.kind === 'modelled' ? b : a);

/** Nodes whose meter is not believed. */
type Refused = Record<Exclude<PowerJudgement, 'plausible'>, string[]>;

function refusals(judged: Refused): ObservationNote[] {
  const listed = (nodes: string[]) =>
    `${nodes.length} node(s) (${nodes.slice(0, 5).join(', ')}${nodes.length > 5 ? ', …' : ''})`;
  const notes: ObservationNote[] = [];
  if (judged.fake.length > 0) {
    notes.push({
      severity: 'warning',
      source: 'kepler',
      message: `Kepler reports next to no power on ${listed(judged.fake)}: this is its fake meter or a meter that stands still. Power there is modelled instead.`,
      cure: 'Switch dev.fake-cpu-meter off; where the machine has no RAPL (most cloud VMs), leave it to the model.',
    });
  }
  if (judged.absurd.length > 0) {
    notes.push({
      severity: 'warning',
      source: 'kepler',
      message: `Kepler reports more power than the CPUs of ${listed(judged.absurd)} can draw. Power there is modelled instead.`,
      cure: 'Update Kepler: releases around 0.5 are known for it.',
    });
  }
  return notes;
}
