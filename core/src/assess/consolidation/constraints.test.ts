import {
  bytes,
  type Constraint,
  type DisruptionBudget,
  type Inventory,
  type PersistentVolume,
  type SelectorRequirement,
} from '../../model/index.ts';
import type { ClusterSketch, NodeSketch, WorkloadSketch } from '../examples/clusterSketch.ts';
import { observationOf } from '../examples/observationOf.ts';
import type { SimulationOptions } from './clusterStateOf.ts';
import { consolidate } from './consolidate.ts';

const is = (key: string, value: string): SelectorRequirement => ({ key, operator: 'In', values: [value] });
const near = (app: string, topologyKey = 'kubernetes.io/hostname') => ({
  selector: [is('app', app)],
  topologyKey,
  namespaces: [],
  namespaceSelector: null,
});

interface Scene {
  readonly guest?: WorkloadSketch;
  readonly others?: readonly WorkloadSketch[];
  readonly nodes?: readonly [NodeSketch, NodeSketch, NodeSketch];
  readonly inventory?: Partial<Inventory>;
  readonly ballast?: WorkloadSketch;
}

/** Nodes 0 and 1 hold bare pods of 2.5 of 4 cores, so they cannot go; node 2 holds a guest of half a core that fits on both. */
const scene = ({
  guest,
  others = [],
  nodes = [{}, {}, {}],
  inventory = {},
  ballast,
}: Scene): ClusterSketch => ({
  days: 1,
  nodes,
  workloads: [
    {
      name: 'ballast',
      kind: 'Pod',
      replicas: 2,
      on: [0, 1],
      scheduling: {},
      containers: [{ cpuRequest: 2.5, memoryRequest: 1024 }],
      ...ballast,
    },
    {
      name: 'guest',
      replicas: 1,
      on: [2],
      scheduling: {},
      containers: [{ cpuRequest: 0.5, memoryRequest: 512 }],
      ...guest,
    },
    ...others,
  ],
  inventory,
});

const outcome = (sketch: ClusterSketch, options: SimulationOptions = {}) => {
  const made = consolidate(observationOf(sketch), [], options);
  return {
    now: made?.now.map(({ node }) => node) ?? null,
    pins: made?.staying.find(({ node }) => node === 'node-2')?.pins ?? [],
    doubts: made?.doubts ?? [],
  };
};

const budget = (change: Partial<DisruptionBudget>): DisruptionBudget => ({
  namespace: 'shop',
  name: 'guard',
  selector: [is('app', 'guest')],
  minAvailable: null,
  maxUnavailable: '1',
  disruptionsAllowed: 1,
  expectedPods: 1,
  currentHealthy: 1,
  desiredHealthy: 0,
  ...change,
});

const claimed = (zone: string | null): Partial<Inventory> => {
  const volume: PersistentVolume = {
    name: 'pv-1',
    phase: 'Bound',
    capacity: bytes(2 ** 30),
    storageClass: null,
    claim: { namespace: 'shop', name: 'data' },
    nodeAffinity: zone === null ? null : [[is('topology.kubernetes.io/zone', zone)]],
    reclaimPolicy: null,
    createdAt: null,
  };
  return {
    volumes: [volume],
    volumeClaims: [
      {
        namespace: 'shop',
        name: 'data',
        storageClass: null,
        requestedBytes: bytes(2 ** 30),
        usedBytes: null,
        mountedBy: [],
        volume: 'pv-1',
        createdAt: null,
      },
    ],
  };
};

const ZONES: readonly [NodeSketch, NodeSketch, NodeSketch] = [{ zone: 'a' }, { zone: 'a' }, { zone: 'b' }];
/** A second worker in zone b and none of its pods in the way, so that node 2 is not the last of its zone. */
const full: WorkloadSketch = {
  name: 'full',
  kind: 'Pod',
  replicas: 1,
  on: [3],
  scheduling: {},
  containers: [{ cpuRequest: 3.8, memoryRequest: 512 }],
};
const zoned = (guest: WorkloadSketch, inventory: Partial<Inventory> = {}): ClusterSketch => ({
  ...scene({ guest, others: [full], inventory }),
  nodes: [...ZONES, { zone: 'b' }],
});

const LABELLED: readonly [NodeSketch, NodeSketch, NodeSketch] = [
  { declared: { labels: { disk: '7' } } },
  { declared: { labels: { disk: '7' } } },
  {},
];

const SHOP_OF_TEAM_A: Partial<Inventory> = {
  namespaces: [{ name: 'shop', labels: { team: 'a' }, annotations: {}, createdAt: null }],
};

/** The scene, the same with exactly one constraint more, and the constraint. */
const CASES: readonly (readonly [
  name: string,
  free: ClusterSketch,
  held: ClusterSketch,
  because: Constraint,
])[] = [
  ['CPU', scene({}), scene({ guest: { containers: [{ cpuRequest: 1.6, memoryRequest: 512 }] } }), 'cpu'],
  [
    'memory',
    scene({}),
    scene({ guest: { containers: [{ cpuRequest: 0.5, memoryRequest: 15.5 * 1024 }] } }),
    'memory',
  ],
  [
    'an init container that asks for more than the rest',
    scene({
      guest: { containers: [{ cpuRequest: 0.5 }, { name: 'init', role: 'init', cpuRequest: 1.4 }] },
    }),
    scene({
      guest: { containers: [{ cpuRequest: 0.5 }, { name: 'init', role: 'init', cpuRequest: 1.6 }] },
    }),
    'cpu',
  ],
  [
    'a sidecar beside the container',
    scene({
      guest: { containers: [{ cpuRequest: 0.9 }, { name: 'proxy', role: 'sidecar', cpuRequest: 0.5 }] },
    }),
    scene({
      guest: { containers: [{ cpuRequest: 0.9 }, { name: 'proxy', role: 'sidecar', cpuRequest: 0.7 }] },
    }),
    'cpu',
  ],
  [
    'GPUs',
    scene({ nodes: [gpuNode(1), {}, gpuNode(1)], guest: { containers: [{ cpuRequest: 0.5, gpus: 1 }] } }),
    scene({ nodes: [{}, {}, gpuNode(1)], guest: { containers: [{ cpuRequest: 0.5, gpus: 1 }] } }),
    'gpus',
  ],
  [
    'the limit of pods',
    scene({ nodes: [{ declared: { maxPods: 2 } }, { declared: { maxPods: 1 } }, {}] }),
    scene({ nodes: [{ declared: { maxPods: 1 } }, { declared: { maxPods: 1 } }, {}] }),
    'pod-count',
  ],
  [
    'cordons',
    scene({ nodes: [{ declared: { unschedulable: true } }, {}, {}] }),
    scene({ nodes: [{ declared: { unschedulable: true } }, { declared: { unschedulable: true } }, {}] }),
    'last-of-pool',
  ],
  ...(['NoSchedule', 'NoExecute'] as const).map(
    effect =>
      [
        `a taint of effect ${effect}`,
        scene({
          nodes: [tainted(effect), tainted(effect), {}],
          guest: {
            scheduling: { tolerations: [{ key: 'team', operator: 'Equal', value: 'a', effect: '' }] },
          },
        }),
        scene({
          nodes: [tainted(effect), tainted(effect), {}],
          guest: {
            scheduling: { tolerations: [{ key: 'team', operator: 'Equal', value: 'b', effect: '' }] },
          },
        }),
        'taint',
      ] as const,
  ),
  [
    'the node selector',
    scene({ guest: { scheduling: { nodeSelector: { 'kubernetes.io/arch': 'amd64' } } } }),
    scene({ guest: { scheduling: { nodeSelector: { 'kubernetes.io/arch': 'arm64' } } } }),
    'node-affinity',
  ],
  ...(
    [
      ['In', ['node-1', 'x'], ['x']],
      ['NotIn', ['node-0'], ['node-0', 'node-1']],
    ] as const
  ).map(
    ([operator, free, held]) =>
      [
        `node affinity ${operator}`,
        scene({ guest: { scheduling: hostAffinity(operator, free) } }),
        scene({ guest: { scheduling: hostAffinity(operator, held) } }),
        'node-affinity',
      ] as const,
  ),
  ...(
    [
      ['Exists', [], [], 'disk', 'tape'],
      ['DoesNotExist', [], [], 'tape', 'disk'],
      ['Gt', ['6'], ['7'], 'disk', 'disk'],
      ['Lt', ['8'], ['7'], 'disk', 'disk'],
    ] as const
  ).map(
    ([operator, free, held, freeKey, heldKey]) =>
      [
        `node affinity ${operator}`,
        scene({ nodes: LABELLED, guest: { scheduling: affinity(freeKey, operator, free) } }),
        scene({ nodes: LABELLED, guest: { scheduling: affinity(heldKey, operator, held) } }),
        'node-affinity',
      ] as const,
  ),
  [
    'node affinity of several terms, any of which is enough',
    scene({
      guest: { scheduling: { nodeAffinity: [[is('none', 'x')], [is('kubernetes.io/hostname', 'node-1')]] } },
    }),
    scene({ guest: { scheduling: { nodeAffinity: [[is('none', 'x')], []] } } }),
    'node-affinity',
  ],
  [
    'required pod affinity',
    scene({ guest: { scheduling: { podAffinity: [near('ballast')] } } }),
    scene({ guest: { scheduling: { podAffinity: [near('nobody')] } } }),
    'pod-affinity',
  ],
  [
    'pod affinity to another namespace',
    scene({
      guest: { scheduling: { podAffinity: [{ ...near('ballast'), namespaces: ['shop', 'bank'] }] } },
    }),
    scene({ guest: { scheduling: { podAffinity: [{ ...near('ballast'), namespaces: ['bank'] }] } } }),
    'pod-affinity',
  ],
  [
    'pod affinity to namespaces by label',
    scene({ guest: { scheduling: { podAffinity: [byTeam('ballast', 'a')] } }, inventory: SHOP_OF_TEAM_A }),
    scene({ guest: { scheduling: { podAffinity: [byTeam('ballast', 'b')] } }, inventory: SHOP_OF_TEAM_A }),
    'pod-affinity',
  ],
  [
    'required pod anti-affinity',
    scene({ guest: { scheduling: { podAntiAffinity: [near('nobody')] } } }),
    scene({ guest: { scheduling: { podAntiAffinity: [near('ballast')] } } }),
    'pod-anti-affinity',
  ],
  [
    'anti-affinity of the others',
    scene({ ballast: { scheduling: { podAntiAffinity: [near('nobody')] } } }),
    scene({ ballast: { scheduling: { podAntiAffinity: [near('guest')] } } }),
    'pod-anti-affinity',
  ],
  ['topology spread', zoned(spread(2)), zoned(spread(1)), 'topology-spread'],
  [
    'topology spread over a minimum of domains',
    zoned(alone({ minDomains: 2 })),
    zoned(alone({ minDomains: 3 })),
    'topology-spread',
  ],
  [
    'host ports',
    scene({ ballast: { scheduling: { hostPorts: [80] } }, guest: { scheduling: { hostPorts: [81] } } }),
    scene({ ballast: { scheduling: { hostPorts: [80] } }, guest: { scheduling: { hostPorts: [80] } } }),
    'host-port',
  ],
  [
    'the zone of a volume',
    zoned({ volumes: { claims: ['data'] } }, claimed('a')),
    zoned({ volumes: { claims: ['data'] } }, claimed('b')),
    'cpu',
  ],
  [
    'a claim of which the volume is not known',
    scene({ guest: { volumes: { claims: ['data'] } }, inventory: claimed(null) }),
    scene({ guest: { volumes: { claims: ['data'] } }, inventory: { ...claimed(null), volumes: null } }),
    'unknown-volume',
  ],
  ...(
    [
      ['that allows nothing', { disruptionsAllowed: 0 }],
      ['with a minimum of all', { minAvailable: '100%', maxUnavailable: null }],
      ['with no unavailable', { maxUnavailable: '0%' }],
      ['that says nothing of whom', { selector: null, disruptionsAllowed: 0 }],
    ] as const
  ).map(
    ([name, change]) =>
      [
        `a disruption budget ${name}`,
        scene({ inventory: { disruptionBudgets: [budget({})] } }),
        scene({ inventory: { disruptionBudgets: [budget(change)] } }),
        'disruption-budget',
      ] as const,
  ),
  [
    'two budgets for one pod',
    scene({ inventory: { disruptionBudgets: [budget({})] } }),
    scene({ inventory: { disruptionBudgets: [budget({}), budget({ name: 'second' })] } }),
    'disruption-budget',
  ],
  ...(
    [
      ['cluster-autoscaler.kubernetes.io/safe-to-evict', 'true', 'false'],
      ['karpenter.sh/do-not-disrupt', 'false', 'true'],
    ] as const
  ).map(
    ([key, free, held]) =>
      [
        `annotation ${key}`,
        scene({ guest: { declared: { podAnnotations: { [key]: free } } } }),
        scene({ guest: { declared: { podAnnotations: { [key]: held } } } }),
        'eviction-annotation',
      ] as const,
  ),
  ['being a bare pod', scene({}), scene({ guest: { kind: 'Pod' } }), 'bare-pod'],
  ['being a job', scene({}), scene({ guest: { kind: 'Job' } }), 'job'],
  [
    'nobody knowing where it may run',
    scene({}),
    scene({ guest: { declared: { scheduling: null } } }),
    'unknown-scheduling',
  ],
  [
    'being the last node of its pool',
    scene({ nodes: [{ pool: 'a' }, { pool: 'a' }, { pool: 'a' }] }),
    scene({ nodes: [{ pool: 'a' }, { pool: 'a' }, { pool: 'b' }] }),
    'last-of-pool',
  ],
  ['being the last node of its zone', scene({}), scene({ nodes: ZONES }), 'last-of-zone'],
  [
    'being of the control plane',
    scene({ nodes: [{}, {}, { declared: { labels: { 'node-role.kubernetes.io/worker': '' } } }] }),
    scene({ nodes: [{}, {}, { declared: { labels: { 'node-role.kubernetes.io/control-plane': '' } } }] }),
    'control-plane',
  ],
];

function gpuNode(gpus: number): NodeSketch {
  const size = { cpu: 4, memory: 2 ** 34, gpus } as never;
  return { declared: { capacity: size, allocatable: size } };
}

function tainted(effect: string): NodeSketch {
  return { declared: { taints: [{ key: 'team', value: 'a', effect }] } };
}

function affinity(key: string, operator: SelectorRequirement['operator'], values: readonly string[]) {
  return { nodeAffinity: [[{ key, operator, values }]] };
}

function hostAffinity(operator: SelectorRequirement['operator'], values: readonly string[]) {
  return affinity('kubernetes.io/hostname', operator, values);
}

function byTeam(app: string, team: string) {
  return { ...near(app), namespaceSelector: [is('team', team)] };
}

/** Two pods in zone a and one in b, of which that in b would move to a. */
function spread(maxSkew: number): WorkloadSketch {
  return {
    replicas: 3,
    on: [0, 1, 2],
    containers: [{ cpuRequest: 0.5, memoryRequest: 512 }],
    scheduling: { topologySpread: [rule({ maxSkew: maxSkew === 1 ? 1 : 3 })] },
  };
}

function rule(change: object) {
  return {
    maxSkew: 1,
    topologyKey: 'topology.kubernetes.io/zone',
    whenUnsatisfiable: 'DoNotSchedule' as const,
    selector: [is('app', 'guest')],
    minDomains: null,
    ...change,
  };
}

/** One pod in zone a and two in b: one more in a is even, unless a third zone is asked for. */
function alone(change: object): WorkloadSketch {
  return {
    replicas: 3,
    on: [0, 3, 2],
    containers: [{ cpuRequest: 0.2, memoryRequest: 512 }],
    scheduling: { topologySpread: [rule(change)] },
  };
}

describe('a node goes but for', () => {
  it.each(CASES)('%s', (_name, free, held, because) => {
    expect(outcome(free).now).toEqual(['node-2']);
    const { now, pins } = outcome(held);
    expect(now).toEqual([]);
    const said = pins.flatMap(({ constraint, refusals }) => [
      constraint,
      ...refusals.map(one => one.constraint),
    ]);
    expect(said).toContain(because);
  });
});
