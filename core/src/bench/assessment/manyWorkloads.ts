import { type WorkloadSketch } from '../../assess/examples/clusterSketch.ts';
import { observationOf } from '../../assess/examples/observationOf.ts';
import { containerKey, type Observation, type Workload, workloadId } from '../../model/index.ts';
import { sequence } from '../sequence.ts';

/** Workloads that differ in size, rhythm and burden; the others are like one of them. */
const KINDS_OF_USE = 40;
const DAYS = 14;
/** Pods of four cores and 16 GiB nodes: about ten on each. */
const PODS_PER_NODE = 10;
const REPLICAS = 3;

function modelOf(index: number, random: () => number): WorkloadSketch {
  const request = 0.1 + random();
  const use = request * (0.05 + random() * 0.9);
  const memory = 128 + Math.floor(random() * 1_500);
  return {
    name: `model-${index}`,
    replicas: REPLICAS,
    scheduling: {},
    containers: [
      {
        cpuRequest: request,
        cpuLimit: index % 3 === 0 ? request * 2 : null,
        cpu: Array.from({ length: 24 }, () => use * (0.5 + random())),
        memoryRequest: memory,
        memory: Array.from({ length: 24 }, () => memory * (0.3 + random() * 0.5)),
        throttled: index % 7 === 0 ? 0.2 : 0,
      },
    ],
    trafficP99: index % 5 === 0 ? 10 : 20_000,
  };
}

/** A cluster of as many workloads as told, each with a fortnight of use. */
export function manyWorkloads(count: number): Observation {
  const random = sequence(5);
  const nodes = Math.ceil((count * REPLICAS) / PODS_PER_NODE);
  const models = Array.from({ length: KINDS_OF_USE }, (_, index) => modelOf(index, random));
  const observation = observationOf({ days: DAYS, nodes, workloads: models });
  const { inventory, usage, traffic, energy } = observation;
  const workloads: Workload[] = [];
  const [usages, traffics, powers] = [new Map(usage), new Map(traffic), new Map(energy.workloads)];
  for (let index = 0; index < count; index++) {
    const model = inventory.workloads[index % inventory.workloads.length];
    if (!model) break;
    const name = `workload-${index}`;
    const reference = { ...model.reference, namespace: `team-${index % 100}`, name };
    const id = workloadId(reference);
    const pods = model.pods.map((pod, replica) => ({
      ...pod,
      name: `${name}-${replica}`,
      uid: `${name}-${replica}`,
      node: `node-${(index * REPLICAS + replica) % nodes}`,
    }));
    workloads.push({ ...model, id, reference, pods, podLabels: { app: name }, labels: { app: name } });
    const used = usage.get(containerKey(model.id, 'server'));
    if (used) usages.set(containerKey(id, 'server'), { ...used, workloadId: id });
    const talked = traffic.get(model.id);
    if (talked) traffics.set(id, { ...talked, workloadId: id });
    const drawn = energy.workloads.get(model.id);
    if (drawn) powers.set(id, { ...drawn, workloadId: id });
  }
  return {
    ...observation,
    inventory: { ...inventory, workloads, disruptionBudgets: [], volumes: [], namespaces: [], services: [] },
    usage: usages,
    traffic: traffics,
    energy: { ...energy, workloads: powers },
  };
}
