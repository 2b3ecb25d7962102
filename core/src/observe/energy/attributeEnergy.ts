import {
  type ClusterEnergy,
  type ClusterIdentity,
  type Inventory,
  type NodeEnergy,
  type ObservationNote,
  type UnixSeconds,
  watts,
} from '../../model/index.ts';
import type { EnergyProvenance } from '../clusterSource.ts';
import type { MeteredPower } from '../fold/MeteredPower.ts';
import type { PodIndex } from '../fold/PodIndex.ts';
import { WorkloadWatts } from './WorkloadWatts.ts';
import { energyNotes, type ModelledNodes } from './energyNotes.ts';
import { energyOrigin, podOrigin } from './energyOrigin.ts';
import { hourlyWeights } from './hourlyWeights.ts';
import { type NodeEvidence, type NodeHours, nodeHours } from './nodeHours.ts';
import { nodeModel } from './nodeModel.ts';

/**
 * Decides for each node, hour by hour, whether its meter is believed or its power is modelled, and shares
 * its active power among the pods on it. Each hour of a node is read in one way only and its pods never get
 * more than it has, so that `Σ workloads active + unallocated = Σ nodes active` holds in every hour with
 * `unallocated ≥ 0`.
 */
export function attributeEnergy(options: {
  inventory: Inventory;
  pods: PodIndex;
  power: MeteredPower;
  provider: ClusterIdentity['provider'];
  provenance: EnergyProvenance;
}): { energy: ClusterEnergy; notes: ObservationNote[] } {
  const { inventory, pods, power, provider, provenance } = options;
  const wattsOn = provenance.pods ? hourlyWeights(power.podWatts(), pods) : new Map();
  const coresOn = hourlyWeights(power.podCores(), pods);
  const meters = new Map(provenance.nodes ? power.nodes().map(meter => [meter.node, meter]) : []);
  const known = new Map(inventory.nodes.map(node => [node.name, node]));
  const judged: ModelledNodes = { fake: [], absurd: [], unmetered: [], partly: [] };
  const read = [...new Set([...known.keys(), ...meters.keys(), ...coresOn.keys()])].map(name => {
    const evidence: NodeEvidence = {
      cpus: known.get(name)?.capacity.cpu ?? null,
      model: nodeModel(provider, known.get(name)),
      meter: meters.get(name) ?? null,
      watts: wattsOn.get(name) ?? new Map(),
      cores: coresOn.get(name) ?? new Map(),
    };
    const found = nodeHours(evidence);
    noteJudgement(judged, name, found, known.has(name));
    return { name, evidence, found };
  });
  const hours = allHours(read.map(({ found }) => found));
  const nodes = new Map<string, NodeEnergy>();
  const workloads = new WorkloadWatts(hours);
  for (const { name, evidence, found } of read) {
    nodes.set(name, nodeEnergy(name, evidence, found, hours.length, provenance));
    workloads.add(found.hours, podOrigin(found.hours, evidence.model, provenance));
  }
  return { energy: { nodes, workloads: workloads.energies() }, notes: energyNotes(judged) };
}

/** Hours in which anything of the cluster was seen: what is absent there drew nothing. */
const allHours = (nodes: readonly NodeHours[]): readonly UnixSeconds[] =>
  [...new Set(nodes.flatMap(({ hours }) => hours.map(({ hour }) => hour)))].sort((a, b) => a - b);

function noteJudgement(
  judged: ModelledNodes,
  name: string,
  { judgement, hours }: NodeHours,
  known: boolean,
): void {
  if (judgement !== 'plausible') {
    // A node that is gone and that nobody metered needs no Kepler any more.
    if (judgement !== 'unmetered' || known) judged[judgement].push(name);
  } else if (hours.some(({ by }) => by === 'model')) judged.partly.push(name);
}

/** Active power is the mean over all hours of the cluster, power at rest the mean over those of the node. */
function nodeEnergy(
  node: string,
  { model, meter }: NodeEvidence,
  { hours }: NodeHours,
  allOfThem: number,
  provenance: EnergyProvenance,
): NodeEnergy {
  const sum = (of: 'active' | 'idle') => hours.reduce((total, one) => total + one[of], 0);
  return {
    node,
    active: watts(sum('active') / Math.max(1, allOfThem)),
    idle: watts(hours.length > 0 ? sum('idle') / hours.length : model.idleWatts),
    hourly: hours.map(({ hour, active, idle }) => ({ hour, active: watts(active), idle: watts(idle) })),
    provenance: energyOrigin(hours, model, provenance, meter?.idle !== null),
  };
}
