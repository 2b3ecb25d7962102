import {
  BALANCED,
  bytes,
  HOURS_PER_MONTH,
  type Opportunity,
  type Policy,
  ratio,
  usdPerHour,
} from '../../model/index.ts';
import { assess } from '../assess.ts';
import { type ClusterSketch, type ContainerSketch } from '../examples/clusterSketch.ts';
import { observationOf } from '../examples/observationOf.ts';
import type { Rule } from '../rule.ts';
import { armReady } from './armReady.ts';
import { armReadyExamples } from './armReadyExamples.ts';
import { jvmHeap } from './jvmHeap.ts';
import { oversizedImage } from './oversizedImage.ts';
import { runtimeLimits } from './runtimeLimits.ts';
import { shareableGpu } from './shareableGpu.ts';
import { tooManyGpus } from './tooManyGpus.ts';
import { unusedGpu } from './unusedGpu.ts';

/** Held here, so that a better default of the headroom changes no figure below. */
const POLICY: Policy = { ...BALANCED, memoryHeadroom: ratio(0.15) };
const MIB = 2 ** 20;
const GIB = 2 ** 30;

function only(rule: Rule, cluster: ClusterSketch): Opportunity {
  const { opportunities, notAssessed } = assess(observationOf(cluster), POLICY, [rule]);
  const [one, ...others] = opportunities;
  if (!one || others.length > 0)
    throw new Error(`${opportunities.length} found; ${JSON.stringify(notAssessed)}`);
  return one;
}
const ofContainer = (container: ContainerSketch, replicas = 1): ClusterSketch => ({
  workloads: [{ replicas, containers: [container] }],
});
const factOf = ({ evidence }: Opportunity, id: string) => evidence.find(fact => fact.id === id)?.value;

describe('GPUs', () => {
  const withPrice = (cluster: ClusterSketch, perGpu: number | null): ClusterSketch => {
    const { prices } = observationOf(cluster);
    return {
      ...cluster,
      facts: {
        prices: {
          ...prices,
          fallback: { ...prices.fallback, perGpu: perGpu === null ? null : usdPerHour(perGpu) },
        },
      },
    };
  };

  it('saves the price of each unused GPU of each pod', () => {
    const cluster = withPrice(ofContainer({ gpus: 2, devices: [{}, {}, {}, {}] }, 2), 1.5);
    const one = only(unusedGpu, cluster);
    expect(one.changes).toEqual([
      { container: 'server', target: 'limits.nvidia.com/gpu', from: '2', to: '0' },
    ]);
    expect(one.saving.nominal.usd.likely).toBeCloseTo(4 * 1.5 * HOURS_PER_MONTH, 6);
  });

  it('claims no money where nobody knows what a GPU costs, and is shown all the same', () => {
    const one = only(unusedGpu, withPrice(ofContainer({ gpus: 1, devices: [{}] }), null));
    expect(one.saving.nominal.usd).toEqual({ low: 0, likely: 0, high: 0 });
    expect(factOf(one, 'price.gpu')).toBeUndefined();
  });

  it('keeps those that are worked on', () => {
    const busy = { maxUtilization: ratio(0.9), maxMemory: bytes(GIB) };
    const one = only(
      tooManyGpus,
      withPrice(ofContainer({ gpus: 8, devices: [busy, busy, busy, {}, {}, {}, {}, {}] }), 2),
    );
    expect(one.changes[0]).toMatchObject({ from: '8', to: '3' });
    expect(one.saving.nominal.usd.likely).toBeCloseTo(5 * 2 * HOURS_PER_MONTH, 6);
  });

  it.each([
    // P98 with 10 % headroom, and memory with 10 % in GB of 10⁹ bytes of which 95 % are counted on.
    ['NVIDIA-A100-SXM4-40GB', 0.12, 3 * GIB, 'mig-1g.5gb', 1 / 7],
    ['NVIDIA-A100-SXM4-40GB', 0.12, 6 * GIB, 'mig-1g.10gb', 1 / 4],
    ['NVIDIA-A100-SXM4-40GB', 0.2, 3 * GIB, 'mig-2g.10gb', 2 / 7],
    ['NVIDIA-A100-SXM4-80GB', 0.12, 6 * GIB, 'mig-1g.10gb', 1 / 7],
    ['NVIDIA H100 80GB HBM3', 0.3, 30 * GIB, 'mig-3g.40gb', 1 / 2],
    ['NVIDIA H200', 0.5, 50 * GIB, 'mig-4g.71gb', 4 / 7],
  ])('on %s, %d busy and %d bytes fit %s', (model, busy, used, slice, share) => {
    const device = { model, p98Utilization: ratio(busy), maxUtilization: ratio(0.9), maxMemory: bytes(used) };
    const one = only(shareableGpu, withPrice(ofContainer({ gpus: 1, devices: [device] }), 3));
    expect(one.changes).toEqual([
      { container: 'server', target: 'limits.nvidia.com/gpu', from: '1', to: '0' },
      { container: 'server', target: `limits.nvidia.com/${slice}`, from: null, to: '1' },
    ]);
    expect(factOf(one, 'slice.share')).toBeCloseTo(share, 9);
    const { low, likely } = one.saving.nominal.usd;
    expect(likely).toBeCloseTo((1 - share) * 3 * HOURS_PER_MONTH, 6);
    // The rest of the device is worth nothing until somebody uses it.
    expect(low).toBeLessThanOrEqual(0);
  });
});

describe('jvm-heap', () => {
  const jvm = (over: ContainerSketch = {}): ContainerSketch => ({
    memoryRequest: 4096,
    memoryLimit: 4096,
    memory: [2500],
    runtime: {
      liveHeap: bytes(200 * MIB),
      maxHeap: bytes(3072 * MIB),
      nonHeap: bytes(150 * MIB),
      threads: 50,
    },
    declared: {
      runtimeSettings: { environment: { JAVA_TOOL_OPTIONS: '-Xms1g -Xmx3g -XX:+UseZGC' }, flags: [] },
    },
    ...over,
  });

  it('sets heap, request and limit together, from what is alive', () => {
    const one = only(jvmHeap, ofContainer(jvm()));
    // (3 × 200 + 150 + 50 stacks of 1 MiB) × 1.15 = 920 MiB; 600 of 920 are 65.2 %.
    expect(one.changes).toEqual([
      {
        container: 'server',
        target: 'environment.JAVA_TOOL_OPTIONS',
        from: '-Xms1g -Xmx3g -XX:+UseZGC',
        to: '-XX:+UseZGC -XX:MaxRAMPercentage=65.2',
      },
      { container: 'server', target: 'requests.memory', from: '4Gi', to: '920Mi' },
      { container: 'server', target: 'limits.memory', from: '4Gi', to: '920Mi' },
    ]);
    expect(one.saving.nominal.freedMemory).toBe((4096 - 920) * MIB);
  });

  it('lowers only the heap where the limit is enough, and frees nothing', () => {
    const one = only(
      jvmHeap,
      ofContainer(
        jvm({
          memoryRequest: 1024,
          memoryLimit: 1024,
          memory: [700],
          runtime: {
            liveHeap: bytes(210 * MIB),
            maxHeap: bytes(1024 * MIB),
            nonHeap: bytes(170 * MIB),
            threads: 50,
          },
        }),
      ),
    );
    // 1024 ÷ 1.15 − 220 = 670 MiB = 65.4 %.
    expect(one.changes).toEqual([expect.objectContaining({ to: '-XX:+UseZGC -XX:MaxRAMPercentage=65.4' })]);
    expect(one.saving.nominal.freedMemory).toBe(0);
    expect(factOf(one, 'memory.exceeded-limit')).toBe(1024 * MIB);
  });

  it('never lowers the memory of what was killed', () => {
    const { opportunities } = assess(observationOf(ofContainer(jvm({ oomKills: 2 }))), POLICY, [jvmHeap]);
    expect(opportunities).toEqual([]);
  });

  it('sets no memory where the command sets the heap: that alone would kill it', () => {
    const declared = { runtimeSettings: { environment: {}, flags: ['-Xmx3g'] } };
    const one = only(jvmHeap, ofContainer(jvm({ declared })));
    expect(one.changes).toEqual([]);
    expect(factOf(one, 'heap.places')).toBe(1);
  });

  it('counts what is neither heap nor known to the JVM as besides', () => {
    // 3,500 MiB used with a heap of 3,072 MiB at most: 428 MiB are native.
    const one = only(jvmHeap, ofContainer(jvm({ memory: [3500] })));
    expect((factOf(one, 'runtime.besides') ?? 0) / MIB).toBeCloseTo(428, 6);
  });
});

describe('runtime-limits', () => {
  it('sets what Go 1.25 would, and nine tenths of the memory limit', () => {
    const one = only(
      runtimeLimits,
      ofContainer({
        cpuLimit: 2.5,
        memoryLimit: 512,
        memory: [450],
        throttled: 0.2,
        runtime: { runtime: 'go', version: 'go1.22.1', goMaxProcs: 96, liveHeap: bytes(40 * MIB) },
      }),
    );
    expect(one.changes).toEqual([
      { container: 'server', target: 'environment.GOMAXPROCS', from: null, to: '3' },
      { container: 'server', target: 'environment.GOMEMLIMIT', from: null, to: '460MiB' },
    ]);
    expect(one.saving.nominal.usd.likely).toBe(0);
  });

  it('keeps the other flags of Node', () => {
    const environment = { NODE_OPTIONS: '--max-semi-space-size=64 --max-old-space-size=4096' };
    const one = only(
      runtimeLimits,
      ofContainer({ memoryLimit: 2048, declared: { runtimeSettings: { environment, flags: [] } } }),
    );
    // Node.js' own documentation: 1,536 MiB of 2 GiB.
    expect(one.changes).toEqual([
      {
        container: 'server',
        target: 'environment.NODE_OPTIONS',
        from: environment.NODE_OPTIONS,
        to: '--max-semi-space-size=64 --max-old-space-size=1536',
      },
    ]);
  });
});

describe('oversized-image', () => {
  it('counts the nodes its pods started on, and claims no money', () => {
    const one = only(oversizedImage, {
      nodes: 3,
      days: 15,
      workloads: [
        {
          replicas: 6,
          ageDays: 5,
          containers: [{ imageFacts: { compressedBytes: bytes(1000 * MIB), layers: 12 } }],
        },
      ],
    });
    expect(factOf(one, 'image.nodes')).toBe(3);
    expect(factOf(one, 'image.starts')).toBe(6);
    // Three nodes in 15 days are six in thirty.
    expect(factOf(one, 'image.month')).toBe(6 * 1000 * MIB);
    expect(factOf(one, 'image.seconds')).toBe(20);
    expect(one.saving.nominal.usd.high).toBe(0);
  });
});

describe('arm-ready', () => {
  const armCluster = (): ClusterSketch => {
    const [success] = armReadyExamples;
    if (!success) throw new Error('no example');
    return success.cluster;
  };

  it('saves the difference of the prices of the nodes, for all its pods', () => {
    const one = only(armReady, armCluster());
    // 2 cores at $0.04 and 0.5 GiB at $0.005 against $0.032 and $0.004, two pods.
    const perHour = 2 * (2 * (0.04 - 0.032) + 0.5 * (0.005 - 0.004));
    expect(one.saving.nominal.usd.likely).toBeCloseTo(perHour * HOURS_PER_MONTH, 6);
    expect(one.saving.nominal.carbon).toBeNull();
    expect(one.saving.nominal.usd.low).toBeLessThan(one.saving.nominal.usd.likely);
  });

  it('claims no money from prices that are defaults, and says so', () => {
    const one = only(armReady, { ...armCluster(), facts: {} });
    expect(one.saving.nominal.usd.high).toBe(0);
    expect(one.confidence.reasons).toContain('What Arm nodes cost here is not known');
  });
});
