import fc from 'fast-check';
import {
  bytes,
  type ClusterNode,
  cores,
  type Inventory,
  type Pod,
  type Provenance,
  unixSeconds,
  type Workload,
  workloadId,
} from '../../model/index.ts';
import type { SeriesChunk } from '../clusterSource.ts';
import { PodIndex } from '../fold/PodIndex.ts';
import { PowerFolder } from '../fold/PowerFolder.ts';
import { attributeEnergy } from './attributeEnergy.ts';
import { cpuPower } from './cpuPower.ts';
import { judgeNodePower } from './judgeNodePower.ts';

const KEPLER: Provenance = { kind: 'measured', method: 'kepler', source: 'Kepler' };

describe('judgeNodePower', () => {
  it.each([
    // watts, CPUs: a server, an idle Raspberry Pi, a big box at full load.
    [60, 8, 'plausible'],
    [1.2, 4, 'plausible'],
    [700, 192, 'plausible'],
    // Kepler's fake meter, and a dead one.
    [0.00001, 8, 'fake'],
    [0, 8, 'fake'],
    [0.005, null, 'fake'],
    // Just over what 8 CPUs can draw; joules taken for watts; peta-joules.
    [201, 8, 'absurd'],
    [199, 8, 'plausible'],
    [1e15, null, 'absurd'],
    [NaN, 8, 'absurd'],
    [Infinity, 8, 'absurd'],
  ] as const)('%d W on %s CPUs is %s', (watts, cpus, judgement) => {
    expect(judgeNodePower(watts, cpus)).toBe(judgement);
  });
});

describe('cpuPower', () => {
  it.each([
    ['aws', 'm5.large', 0.613, 4.104],
    ['aws', 'm6g.xlarge', 0.474, 1.693],
    ['gcp', 'n2d-standard-4', 0.474, 1.575],
    ['gcp', 'e2-medium', 0.7, 3.392],
    ['azure', 'Standard_D4as_v4', 0.474, 1.693],
    ['azure', 'Standard_D8_v4', 0.639, 3.967],
  ] as const)('knows %s %s', (provider, type, idleWatts, fullWatts) => {
    expect(cpuPower(provider, type)).toEqual({ idleWatts, fullWatts, ofFamily: true });
  });

  it.each([
    ['aws', 'q99.large', 0.74, 3.5],
    ['gcp', 'zz-standard-4', 0.68, 4.11],
    ['azure', 'Standard_Z9_v9', 0.74, 3.54],
    ['on-premises', null, 0.74, 3.5],
    ['aws', 'constructor', 0.74, 3.5],
  ] as const)("takes the provider's average for %s %s", (provider, type, idleWatts, fullWatts) => {
    expect(cpuPower(provider, type)).toEqual({ idleWatts, fullWatts, ofFamily: false });
  });
});

const node = (name: string, cpus: number): ClusterNode => {
  const amounts = { cpu: cores(cpus), memory: bytes(1e9), gpus: null };
  return {
    name,
    instanceType: null,
    region: null,
    zone: null,
    pool: null,
    architecture: null,
    spot: false,
    capacity: amounts,
    allocatable: amounts,
    maxPods: 110,
    taints: [],
    labels: {},
    unschedulable: false,
    createdAt: null,
    gpuModel: null,
  };
};

function workload(name: string, onNode: string): Workload {
  const reference = { clusterId: 'c', namespace: 'shop', kind: 'Deployment', name };
  const pod: Pod = {
    name,
    uid: name,
    node: onNode,
    phase: 'Running',
    startedAt: null,
    restarts: 0,
    present: true,
    hostNetwork: false,
    trouble: null,
  };
  return {
    id: workloadId(reference),
    reference,
    containers: [],
    pods: [pod],
    desiredReplicas: 1,
    autoscaler: null,
    labels: {},
    annotations: {},
    schedule: null,
    podLabels: {},
    timeZone: null,
    suspended: false,
    createdAt: null,
    job: null,
    maxUnavailable: null,
    terminationGracePeriod: null,
    scheduling: null,
    volumes: null,
  };
}

interface Metered {
  readonly cores: number;
  readonly watts: number | null;
}

/** Two nodes; pods alternate between them. Only the first node has a meter. */
function attribute(options: {
  pods: readonly Metered[];
  active: number | null;
  idle: number | null;
  provenance?: { pods: Provenance | null; nodes: Provenance | null };
}) {
  const { pods, active, idle, provenance = { pods: KEPLER, nodes: KEPLER } } = options;
  const workloads = pods.map((_, index) => workload(`w${index}`, index % 2 === 0 ? 'n1' : 'n2'));
  const inventory: Inventory = {
    observedAt: unixSeconds(0),
    nodes: [node('n1', 16), node('n2', 16)],
    workloads,
    volumeClaims: [],
    volumes: null,
    disruptionBudgets: null,
    namespaces: null,
    services: null,
  };
  const power = new PowerFolder();
  const chunk = (family: SeriesChunk['family'], subject: object, value: number): SeriesChunk => ({
    family,
    subject: { namespace: null, pod: null, container: null, node: null, object: null, ...subject },
    times: [0, 300],
    values: [value, value],
  });
  for (const [index, metered] of pods.entries()) {
    const subject = { namespace: 'shop', pod: `w${index}` };
    power.addCpu(chunk('cpu', { ...subject, container: 'app' }, metered.cores));
    if (metered.watts !== null) power.addPodWatts(chunk('podWatts', subject, metered.watts));
  }
  if (active !== null) power.addNode('nodeActiveWatts', chunk('nodeActiveWatts', { node: 'n1' }, active));
  if (idle !== null) power.addNode('nodeIdleWatts', chunk('nodeIdleWatts', { node: 'n1' }, idle));
  const { energy, notes } = attributeEnergy({
    inventory,
    pods: new PodIndex(inventory),
    power,
    provider: 'aws',
    provenance,
  });
  const of = (index: number) => energy.workloads.get(workloads[index]?.id ?? '');
  return { energy, notes, of };
}

describe('attributeEnergy', () => {
  it('takes metered pods as they are where they fit into the node', () => {
    const { energy, of } = attribute({ pods: [{ cores: 1, watts: 3 }], active: 10, idle: 20 });
    expect(energy.nodes.get('n1')).toMatchObject({ active: 10, idle: 20, provenance: KEPLER });
    expect(of(0)).toMatchObject({ active: 3, provenance: KEPLER });
  });

  it('scales pods down that claim more than the node has', () => {
    const pods = [
      { cores: 1, watts: 30 },
      { cores: 0, watts: null },
      { cores: 1, watts: 10 },
    ];
    const { of } = attribute({ pods, active: 10, idle: 20 });
    expect(of(0)?.active).toBeCloseTo(7.5, 9);
    expect(of(2)?.active).toBeCloseTo(2.5, 9);
  });

  it('shares the node by CPU where no pod is metered, and says that this is modelled', () => {
    const pods = [
      { cores: 3, watts: null },
      { cores: 9, watts: null },
      { cores: 1, watts: null },
    ];
    const { of } = attribute({ pods, active: 8, idle: 20, provenance: { pods: null, nodes: KEPLER } });
    expect(of(0)).toMatchObject({
      active: 6,
      provenance: { kind: 'modelled', method: 'kepler-by-cpu-share' },
    });
    expect(of(2)?.active).toBe(2);
    // The other node has no meter: 9 cores × (3.5 − 0.74) W.
    expect(of(1)?.active).toBeCloseTo(9 * 2.76, 9);
  });

  it('models idle power that the meter does not tell', () => {
    const { energy } = attribute({ pods: [], active: 8, idle: null });
    expect(energy.nodes.get('n1')).toMatchObject({
      active: 8,
      idle: expect.closeTo(16 * 0.74, 9),
      provenance: { kind: 'modelled', method: 'kepler+ccf-idle' },
    });
  });

  it.each([
    ['fake', 0.00001, 0.00001, 'next to no power'],
    ['absurd', 1e12, 20, 'more power than the CPUs'],
  ])('models the node and its pods where the meter is %s', (_, active, idle, message) => {
    const { energy, notes, of } = attribute({ pods: [{ cores: 2, watts: active / 2 }], active, idle });
    expect(energy.nodes.get('n1')).toMatchObject({
      active: expect.closeTo(2 * 2.76, 9),
      idle: expect.closeTo(16 * 0.74, 9),
      provenance: { kind: 'modelled' },
    });
    expect(of(0)?.provenance.kind).toBe('modelled');
    expect(notes.map(note => note.message)).toEqual([
      'No meter tells the power of 1 node (n2): it is modelled from CPU use.',
      expect.stringContaining(message),
    ]);
  });

  it('never gives the workloads more than the nodes have, whatever the meters say', () => {
    const metered = fc.record({
      cores: fc.double({ min: 0, max: 16, noNaN: true }),
      watts: fc.option(fc.double({ min: 0, max: 1e4, noNaN: true })),
    });
    const power = fc.option(fc.double({ min: 0, max: 1e3, noNaN: true }));
    fc.assert(
      fc.property(fc.array(metered, { maxLength: 12 }), power, power, (pods, active, idle) => {
        const { energy } = attribute({ pods, active, idle });
        const sum = (values: Iterable<{ active: number }>) =>
          [...values].reduce((total, value) => total + value.active, 0);
        const nodes = sum(energy.nodes.values());
        const workloads = sum(energy.workloads.values());
        expect(workloads).toBeLessThanOrEqual(nodes * (1 + 1e-9) + 1e-9);
        for (const value of [...energy.nodes.values(), ...energy.workloads.values()]) {
          expect(value.active).toBeGreaterThanOrEqual(0);
        }
      }),
    );
  });
});
