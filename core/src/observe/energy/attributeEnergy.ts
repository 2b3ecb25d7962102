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
import type { MeteredPod, MeteredPower } from '../fold/MeteredPower.ts';
import { cpuPower } from './cpuPower.ts';
import { energyNotes, type ModelledNodes } from './energyNotes.ts';
import { judgeNodePower } from './judgeNodePower.ts';
import { meteredNode, modelledNode, type NodeShare } from './nodeShare.ts';

/**
 * Decides for each node whether its meter is believed or its power is modelled, and shares its active
 * power among the pods on it. Each node is read in one way only and its pods never get more than it has,
 * so that `Σ workloads active + unallocated = Σ nodes active` holds with `unallocated ≥ 0`.
 */
export function attributeEnergy(options: {
  inventory: Inventory;
  pods: PodIndex;
  power: MeteredPower;
  provider: ClusterIdentity['provider'];
  provenance: EnergyProvenance;
}): { energy: ClusterEnergy; notes: ObservationNote[] } {
  const { inventory, pods, power, provider, provenance } = options;
  const wattsOn = byNode(power.podWatts(), pods);
  const coresOn = byNode(power.podCores(), pods);
  const meters = new Map(provenance.nodes ? power.nodes().map(meter => [meter.node, meter]) : []);
  const known = new Map(inventory.nodes.map(node => [node.name, node]));
  const modelledNodes: ModelledNodes = { fake: [], absurd: [], unmetered: [] };
  const shareOf = (name: string): NodeShare => {
    const node = known.get(name);
    const cpus = node?.capacity.cpu ?? null;
    const cores = coresOn.get(name) ?? [];
    const modelled = modelledNode(name, cpus, cpuPower(provider, node?.instanceType ?? null), cores);
    const meter = meters.get(name);
    if (meter === undefined) {
      if (node !== undefined) modelledNodes.unmetered.push(name);
      return modelled;
    }
    const modelledIdle = modelled.energy.idle;
    const judgement = judgeNodePower(meter.activeWhileThere + (meter.idle ?? modelledIdle), cpus);
    if (judgement === 'plausible') {
      return meteredNode(name, meter, provenance, { watts: wattsOn.get(name) ?? [], cores, modelledIdle });
    }
    modelledNodes[judgement].push(name);
    return modelled;
  };
  const names = new Set([...known.keys(), ...meters.keys(), ...coresOn.keys()]);
  const shares = [...names].map(shareOf);
  return { energy: totalled(shares, pods), notes: energyNotes(modelledNodes) };
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
        hourly: [],
        provenance: before ? weaker(before.provenance, podProvenance) : podProvenance,
      });
    }
  }
  return { nodes, workloads };
}

/** A sum is no better founded than its weakest part. */
const weaker = (a: Provenance, b: Provenance): Provenance => (b.kind === 'modelled' ? b : a);
