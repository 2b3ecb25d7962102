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
import type { MeteredPod, MeteredPower } from '../fold/MeteredPower.ts';
import { PodIndex } from '../fold/PodIndex.ts';

import { attributeEnergy } from './attributeEnergy.ts';
import { cpuPower } from './cpuPower.ts';
import { judgeNodePower } from './judgeNodePower.ts';
import { nodeModel } from './nodeModel.ts';

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

describe('nodeModel', () => {
  const machine = (instanceType: string | null, cpus: number, gibibytes: number, architecture = 'amd64') => ({
    ...node('n', cpus),
    instanceType,
    architecture,
    capacity: { cpu: cores(cpus), memory: bytes(gibibytes * 2 ** 30), gpus: null },
  });

  it('adds the power of memory above what SPECpower had: (384 − 75.1) / 384 of an m5', () => {
    const { idleWatts, wattsPerCore } = nodeModel('aws', machine('m5.large', 2, 8));
    expect(idleWatts).toBeCloseTo(2 * 0.613 + 8 * 0.804 * 0.392, 9);
    expect(wattsPerCore).toBeCloseTo(4.104 - 0.613, 9);
  });

  it.each([
    // All memory on Google Cloud; none on AWS' burstable families; none where the machine is not known.
    ['gcp', 'n2d-standard-4', 16, 4 * 0.474 + 16 * 0.392],
    ['aws', 't3.xlarge', 16, 4 * 0.613],
    ['aws', 'q99.xlarge', 16, 4 * 0.74],
    ['on-premises', null, 64, 4 * 0.74],
  ] as const)('of %s %s counts what CCF counts', (provider, type, gibibytes, idle) => {
    expect(nodeModel(provider, machine(type, 4, gibibytes)).idleWatts).toBeCloseTo(idle, 9);
  });

  it('calls Arm estimated', () => {
    expect(nodeModel('aws', machine('m7g.large', 2, 8, 'arm64')).provenance.method).toBe('ccf-arm-estimated');
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
    expect(cpuPower(provider, type)).toMatchObject({ idleWatts, fullWatts, ofFamily: true });
  });

  it.each([
    ['aws', 'q99.large', 0.74, 3.5],
    ['gcp', 'zz-standard-4', 0.68, 4.11],
    ['azure', 'Standard_Z9_v9', 0.74, 3.54],
    ['on-premises', null, 0.74, 3.5],
    ['aws', 'constructor', 0.74, 3.5],
  ] as const)("takes the provider's average for %s %s", (provider, type, idleWatts, fullWatts) => {
    expect(cpuPower(provider, type)).toMatchObject({ idleWatts, fullWatts, ofFamily: false });
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

const EMPTY: Inventory = {
  observedAt: unixSeconds(0),
  nodes: [],
  workloads: [],
  volumeClaims: [],
  volumes: null,
  disruptionBudgets: null,
  namespaces: null,
  services: null,
};

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
  const hour = unixSeconds(0);
  const meteredPods = (value: (pod: Metered) => number | null): MeteredPod[] =>
    pods.flatMap((pod, index) => {
      const mean = value(pod);
      const hourly = [{ hour, value: mean ?? 0 }];
      return mean === null ? [] : [{ namespace: 'shop', pod: `w${index}`, node: null, value: mean, hourly }];
    });
  const power: MeteredPower = {
    podCores: () => meteredPods(pod => pod.cores),
    podWatts: () => meteredPods(pod => pod.watts),
    nodes: () =>
      active === null
        ? []
        : [{ node: 'n1', active, activeWhileThere: active, idle, hourly: [{ hour, active, idle }] }],
  };
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

  describe('hour by hour', () => {
    const HOURS = 6;
    /** Readings of one node and two pods on it, by hour; `null` = no sample. */
    const reading = (kind: fc.Arbitrary<number>) =>
      fc.array(fc.option(kind), { minLength: HOURS, maxLength: HOURS });
    const series = (values: readonly (number | null)[]) =>
      values.flatMap((value, index) => (value === null ? [] : [{ hour: unixSeconds(index * 3600), value }]));
    const mean = (values: readonly (number | null)[]) =>
      values.reduce<number>((total, value) => total + (value ?? 0), 0) / HOURS;
    const energyOf = (told: {
      active: readonly (number | null)[];
      watts: readonly (readonly (number | null)[])[];
      cores: readonly (readonly (number | null)[])[];
    }) => {
      const workloads = told.cores.map((_, index) => workload(`w${index}`, 'n1'));
      const inventory = { ...EMPTY, nodes: [node('n1', 16)], workloads };
      const pods = (all: readonly (readonly (number | null)[])[]): MeteredPod[] =>
        all.map((values, index) => ({
          namespace: 'shop',
          pod: `w${index}`,
          node: null,
          value: mean(values),
          hourly: series(values),
        }));
      const hourly = series(told.active).map(({ hour, value }) => ({ hour, active: value, idle: 12 }));
      const meter = { node: 'n1', active: mean(told.active), activeWhileThere: 1, idle: 12, hourly };
      return attributeEnergy({
        inventory,
        pods: new PodIndex(inventory),
        power: { podWatts: () => pods(told.watts), podCores: () => pods(told.cores), nodes: () => [meter] },
        provider: 'aws',
        provenance: { pods: KEPLER, nodes: KEPLER },
      });
    };

    it('models an hour that the meter missed or that cannot be, and believes the others', () => {
      const { energy, notes } = energyOf({
        active: [10, null, 1e12, 10, 10, 10],
        watts: [[4, null, 4, 4, 4, 4]],
        cores: [[1, 1, 1, 1, 1, 1]],
      });
      const hourly = energy.nodes.get('n1')?.hourly.map(({ active }) => Number(active));
      expect(hourly).toEqual([10, 2.76, 2.76, 10, 10, 10].map(value => expect.closeTo(value, 9)));
      const [workload] = energy.workloads.values();
      expect(workload?.hourly.map(({ active }) => Number(active))).toEqual(
        [4, 2.76, 2.76, 4, 4, 4].map(value => expect.closeTo(value, 9)),
      );
      expect(notes.map(({ message }) => message)).toEqual([expect.stringContaining('In some hours')]);
    });

    it('gives pods no more than the node has in any hour, and its means are its figures', () => {
      const watts = fc.double({ min: 0, max: 100, noNaN: true });
      const cores = fc.double({ min: 0, max: 8, noNaN: true });
      const oneOrTwo = (kind: fc.Arbitrary<number>) =>
        fc.array(reading(kind), { minLength: 2, maxLength: 2 });
      fc.assert(
        fc.property(reading(watts), oneOrTwo(watts), oneOrTwo(cores), (active, podWatts, podCores) => {
          const { energy } = energyOf({ active, watts: podWatts, cores: podCores });
          const found = energy.nodes.get('n1');
          const workloads = [...energy.workloads.values()];
          const hours = new Set(workloads.flatMap(({ hourly }) => hourly.map(({ hour }) => hour)));
          for (const { hour, active: drawn } of found?.hourly ?? []) {
            const given = workloads.reduce(
              (total, { hourly }) => total + (hourly.find(one => one.hour === hour)?.active ?? 0),
              0,
            );
            expect(given).toBeLessThanOrEqual(drawn * (1 + 1e-9) + 1e-9);
          }
          for (const { active: figure, hourly } of workloads) {
            const sum = hourly.reduce((total, one) => total + one.active, 0);
            expect(sum / Math.max(1, hours.size)).toBeCloseTo(figure, 9);
          }
        }),
        { numRuns: 60 },
      );
    });
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
