import { type WorkloadSketch } from '../../assess/examples/clusterSketch.ts';
import { observationOf } from '../../assess/examples/observationOf.ts';
import {
  bytes,
  bytesToKubernetesQuantity,
  cores,
  coresToKubernetesQuantity,
  type DisruptionBudget,
  gramsCO2e,
  kilowattHours,
  type Observation,
  type Opportunity,
  opportunityId,
  type PodAffinityTerm,
  ratio,
  type Scheduling,
  type TopologySpread,
  usd,
  type Workload,
} from '../../model/index.ts';
import { sequence } from '../sequence.ts';

const ZONES = ['a', 'b', 'c'];
const AGENTS = 4;
const NODE_CORES = 16;
const NODE_GIB = 64;

const selfSelector = (app: string) => [{ key: 'app', operator: 'In' as const, values: [app] }];

const antiAffinity = (app: string): PodAffinityTerm => ({
  selector: selfSelector(app),
  topologyKey: 'kubernetes.io/hostname',
  namespaces: [],
  namespaceSelector: null,
});

const zoneSpread = (app: string): TopologySpread => ({
  maxSkew: 2,
  topologyKey: 'topology.kubernetes.io/zone',
  whenUnsatisfiable: 'DoNotSchedule',
  selector: selfSelector(app),
  minDomains: null,
});

/** One workload in ten keeps its replicas on different hosts, one in ten over the zones, one in twenty in one zone. */
function schedulingOf(app: string, draw: number): Partial<Scheduling> {
  if (draw < 0.1) return { podAntiAffinity: [antiAffinity(app)] };
  if (draw < 0.2) return { topologySpread: [zoneSpread(app)] };
  if (draw < 0.25) return { nodeSelector: { 'topology.kubernetes.io/zone': ZONES[0] ?? '' } };
  return {};
}

function servicesOf(pods: number, nodes: number, random: () => number): WorkloadSketch[] {
  const services: WorkloadSketch[] = [];
  for (let made = 0; made < pods;) {
    const index = services.length;
    const name = `service-${index}`;
    const replicas = Math.min(pods - made, 1 + Math.floor(random() * 10));
    const first = Math.floor(random() * nodes);
    services.push({
      name,
      namespace: `team-${index % 100}`,
      replicas,
      on: Array.from({ length: replicas }, (_, pod) => (first + pod) % nodes),
      scheduling: schedulingOf(name, random()),
      containers: [
        {
          cpuRequest: Math.ceil(5 + random() * 55) / 100,
          memoryRequest: Math.ceil(random() * 3_000),
          cpu: null,
          memory: null,
        },
      ],
      trafficP99: null,
      activeWatts: null,
    });
    made += replicas;
  }
  return services;
}

const agentsOf = (nodes: number): WorkloadSketch[] =>
  Array.from({ length: AGENTS }, (_, index) => ({
    name: `agent-${index}`,
    namespace: 'agents',
    kind: 'DaemonSet',
    replicas: nodes,
    scheduling: {},
    containers: [{ cpuRequest: 0.1, memoryRequest: 200, cpu: null, memory: null }],
    trafficP99: null,
    activeWatts: null,
  }));

const budgetOf = ({ reference, pods }: Workload): DisruptionBudget => ({
  namespace: reference.namespace,
  name: reference.name,
  selector: selfSelector(reference.name),
  minAvailable: null,
  maxUnavailable: '25%',
  disruptionsAllowed: Math.ceil(pods.length / 4),
  expectedPods: pods.length,
  currentHealthy: pods.length,
  desiredHealthy: pods.length - Math.ceil(pods.length / 4),
});

/** A cluster of as many nodes and pods as told; every fifth service has a disruption budget. */
export function largeCluster(nodes: number, pods: number): Observation {
  const random = sequence(7);
  const daemons = AGENTS * nodes;
  const observation = observationOf({
    days: 1,
    nodes: Array.from({ length: nodes }, (_, index) => ({
      cpu: NODE_CORES,
      memory: NODE_GIB,
      zone: ZONES[index % ZONES.length] ?? '',
      pool: `pool-${index % 5}`,
    })),
    workloads: [...servicesOf(pods - daemons, nodes, random), ...agentsOf(nodes)],
  });
  const { inventory } = observation;
  const guarded = inventory.workloads.filter(
    ({ reference }, index) => reference.kind === 'Deployment' && index % 5 === 0,
  );
  return {
    ...observation,
    inventory: { ...inventory, disruptionBudgets: guarded.map(budgetOf), volumes: [] },
  };
}

/** Findings that lower CPU and memory of most services by half, as an assessment would give them. */
export function sizeFindings({
  inventory,
  window,
  observedAt,
  cluster,
}: Observation): readonly Opportunity[] {
  const random = sequence(11);
  return inventory.workloads
    .filter(({ reference }) => reference.kind === 'Deployment' && random() < 0.7)
    .flatMap(workload =>
      (['cpu', 'memory'] as const).map((resource): Opportunity => {
        const [container] = workload.containers;
        const today = container?.requests[resource] ?? 0;
        const write = (amount: number) =>
          resource === 'cpu'
            ? coresToKubernetesQuantity(cores(amount))
            : bytesToKubernetesQuantity(bytes(amount));
        const type = resource === 'cpu' ? 'cpu-over-requested' : 'memory-over-requested';
        const saved = (resource === 'cpu' ? today * 22 : (today / 2 ** 30) * 3) * workload.pods.length * 0.5;
        const around = <T extends number>(likely: number, unit: (value: number) => T) => ({
          low: unit(likely),
          likely: unit(likely),
          high: unit(likely),
        });
        return {
          id: opportunityId(type, workload.reference, container?.name ?? null),
          type,
          subject: workload.reference,
          workloadId: workload.id,
          container: container?.name ?? null,
          policyId: cluster.id,
          window,
          detectedAt: observedAt,
          changes: [
            {
              container: container?.name ?? null,
              target: `requests.${resource}`,
              from: write(today),
              to: write(today / 2),
            },
          ],
          saving: {
            nominal: {
              usd: around(saved, usd),
              carbon: around(0, gramsCO2e),
              energy: around(0, kilowattHours),
              freedCpu: cores(0),
              freedMemory: bytes(0),
            },
            realisable: null,
            provenance: [],
          },
          includedIn: null,
          risk: { level: 'low', reasons: [] },
          confidence: { score: ratio(1), reasons: [] },
          evidence: [],
        };
      }),
    );
}
