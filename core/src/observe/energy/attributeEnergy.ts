import {
  type ClusterEnergy,
  type ClusterIdentity,
  type Inventory,
  type NodeEnergy,
  type ObservationNote,
  watts,
} from '../../model/index.ts';
import type { EnergyProvenance } from '../clusterSource.ts';
import type { MeteredPower } from '../fold/MeteredPower.ts';
import type { PodIndex } from '../fold/PodIndex.ts';
import { WorkloadWatts } from './WorkloadWatts.ts';
import { energyNotes, type ModelledNodes } from './energyNotes.ts';
import { energyOrigin, podOrigin } from './energyOrigin.ts';
import { hourlyWeights, podsByNode } from './hourlyWeights.ts';
import { type NodeHours, nodeHours } from './nodeHours.ts';
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
  const wattsOn = podsByNode(provenance.pods ? power.podWatts() : [], pods);
  const coresOn = podsByNode(power.podCores(), pods);
  const meters = new Map(provenance.nodes ? power.nodes().map(meter => [meter.node, meter]) : []);
  const known = new Map(inventory.nodes.map(node => [node.name, node]));
  const judged: ModelledNodes = { fake: [], absurd: [], unmetered: [], partly: [] };
  const workloads = new WorkloadWatts();
  // One node at a time: the hours of all pods of a large cluster do not fit beside each other.
  const read = [...new Set([...known.keys(), ...meters.keys(), ...coresOn.keys()])].map(name => {
    const model = nodeModel(provider, known.get(name));
    const meter = meters.get(name) ?? null;
    const found = nodeHours({
      cpus: known.get(name)?.capacity.cpu ?? null,
      model,
      meter,
      watts: hourlyWeights(wattsOn.get(name) ?? [], pods),
      cores: hourlyWeights(coresOn.get(name) ?? [], pods),
    });
    noteJudgement(judged, name, found, known.has(name));
    workloads.add(found.hours, podOrigin(found.hours, model, provenance));
    return {
      node: name,
      hourly: found.hours.map(({ hour, active, idle }) => ({
        hour,
        active: watts(active),
        idle: watts(idle),
      })),
      idle: model.idleWatts,
      provenance: energyOrigin(found.hours, model, provenance, meter?.idle !== null),
    };
  });
  const nodes = new Map(read.map(one => [one.node, nodeEnergy(one, workloads.hours)]));
  return { energy: { nodes, workloads: workloads.energies() }, notes: energyNotes(judged) };
}

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

/**
 * Active power is the mean over all hours of the cluster, power at rest the mean over those of the node.
 *
 * @param modelled - as read, with the power at rest that the model gives a node nothing is known of
 */
function nodeEnergy(
  modelled: Omit<NodeEnergy, 'active' | 'idle'> & { idle: number },
  allHours: number,
): NodeEnergy {
  const { node, hourly, provenance } = modelled;
  const sum = (of: 'active' | 'idle') => hourly.reduce((total, one) => total + one[of], 0);
  return {
    node,
    active: watts(sum('active') / Math.max(1, allHours)),
    idle: watts(hourly.length > 0 ? sum('idle') / hourly.length : modelled.idle),
    hourly,
    provenance,
  };
}
