import {
  BALANCED,
  HEADROOM,
  MAX_SAVINGS,
  type NotAssessed,
  type Opportunity,
  type OpportunityType,
  type Policy,
} from '../../model/index.ts';
import { assess } from '../assess.ts';
import { type ContainerSketch, type WorkloadSketch } from '../examples/clusterSketch.ts';
import { observationOf } from '../examples/observationOf.ts';

/** Judges one workload and gives what one rule says of it. */
function verdictOf(
  type: OpportunityType,
  workload: WorkloadSketch,
  { days = 14, policy = BALANCED }: { days?: number; policy?: Policy } = {},
): { finding: Opportunity | undefined; refused: readonly NotAssessed[] } {
  const { opportunities, notAssessed } = assess(observationOf({ days, workloads: [workload] }), policy);
  return {
    finding: opportunities.find(one => one.type === type),
    refused: notAssessed.filter(({ ruleId }) => ruleId === type || ruleId === null),
  };
}

const container = (sketch: ContainerSketch): WorkloadSketch => ({ containers: [sketch] });
const changesOf = (finding: Opportunity | undefined) =>
  finding?.changes.map(({ target, from, to }) => `${target} ${from ?? 'none'}→${to}`);

const CPU_HPA = {
  kind: 'HorizontalPodAutoscaler' as const,
  name: 'cart',
  minReplicas: 2,
  maxReplicas: 9,
  currentReplicas: 2,
  targets: [{ metric: 'cpu', utilizationPercent: 70 }],
  failures: [],
};

describe('cpu-over-requested', () => {
  const over = (workload: WorkloadSketch, options?: { days?: number; policy?: Policy }) =>
    verdictOf('cpu-over-requested', workload, options);

  it('lowers the request to what is used, its headroom and room for more', () => {
    // 0.2 within 1 %: 0.198 … 0.202; × 1.1 + 0.02 × √0.2 = 227m … 232m.
    const [change] = over(container({ cpuRequest: 1, cpu: [0.2] })).finding?.changes ?? [];
    const milli = Number(change?.to.replace('m', ''));
    expect(change).toMatchObject({ target: 'requests.cpu', from: '1' });
    expect(milli).toBeGreaterThanOrEqual(227);
    expect(milli).toBeLessThanOrEqual(232);
  });

  it.each<[string, WorkloadSketch]>([
    ['nothing would change: 1 core against 0.87 × 1.1 + 0.02 × √0.87 = 0.976', container({ cpu: [0.87] })],
    ['the change is just below 10 %: 0.82 × 1.1 + 0.02 × √0.82 = 0.920', container({ cpu: [0.82] })],
    ['nothing is requested', container({ cpuRequest: null, cpu: [0.1] })],
    [
      'it saves less than $1 and 500 g: 30m × 2 × $0.03 × 730 h = $1.31 is above, 10m × 2 = $0.44 is not',
      container({ cpuRequest: 0.02, cpu: [0.001] }),
    ],
    [
      'it is throttled: what it got is not what it wanted',
      container({ cpuLimit: 1, cpu: [0.2], throttled: 0.2 }),
    ],
  ])('finds nothing when %s', (_, workload) => {
    expect(over(workload).finding).toBeUndefined();
  });

  it('does not lower what is throttled in more than the share that lies above the quantile', () => {
    // Balanced covers 95 %: 5 % of the periods may be throttled before the quantile itself is cut off.
    expect(over(container({ cpuLimit: 1, cpu: [0.2], throttled: 0.049 })).finding).toBeDefined();
    const refused = over(container({ cpuLimit: 1, cpu: [0.2], throttled: 0.051 }));
    expect(refused.finding).toBeUndefined();
    expect(refused.refused[0]?.reason).toMatch(/throttled/);
    // P80 has room for 20 %, but from 10 % on it counts as throttled.
    expect(
      over(container({ cpuLimit: 1, cpu: [0.2], throttled: 0.099 }), { policy: MAX_SAVINGS }).finding,
    ).toBeDefined();
    expect(
      over(container({ cpuLimit: 1, cpu: [0.2], throttled: 0.101 }), { policy: MAX_SAVINGS }).finding,
    ).toBeUndefined();
  });

  it('leaves the request to an autoscaler that aims at a share of it', () => {
    const { finding, refused } = over({ ...container({ cpu: [0.2] }), autoscaler: CPU_HPA });
    expect(finding).toBeUndefined();
    expect(refused[0]?.reason).toBe(
      'HorizontalPodAutoscaler cart keeps cpu at 70 % of the request, so the request cannot be changed alone: the number of replicas would follow it',
    );
  });

  it('does not mind an autoscaler on an amount, or on memory', () => {
    const onAmount = { ...CPU_HPA, targets: [{ metric: 'cpu', utilizationPercent: null }] };
    const onMemory = { ...CPU_HPA, targets: [{ metric: 'memory', utilizationPercent: 70 }] };
    expect(over({ ...container({ cpu: [0.2] }), autoscaler: onAmount }).finding).toBeDefined();
    expect(over({ ...container({ cpu: [0.2] }), autoscaler: onMemory }).finding).toBeDefined();
  });

  it.each<[string, WorkloadSketch, number, RegExp]>([
    ['two days', container({ cpu: [0.2] }), 2, /^Only 2 d of history, policy Balanced asks for 3 d$/],
    [
      'half the samples missing',
      container({ cpu: [0.2], coverage: 0.49 }),
      14,
      /^Only 49 % of the CPU samples are there, 50 % are needed$/,
    ],
    ['no samples', container({ cpu: null }), 14, /^No CPU samples: .* which is not zero$/],
    [
      'a new pod',
      { ...container({ cpu: [0.2] }), ageDays: 1 },
      14,
      /^Only 24 h of history, policy Balanced asks for 3 d$/,
    ],
  ])('says why it does not judge: %s', (_, workload, days, reason) => {
    const { finding, refused } = over(workload, { days });
    expect(finding).toBeUndefined();
    expect(refused.map(one => one.reason)).toContainEqual(expect.stringMatching(reason));
  });

  it('judges at exactly the least history and coverage', () => {
    expect(over(container({ cpu: [0.2] }), { days: 3 }).finding).toBeDefined();
    expect(over(container({ cpu: [0.2], coverage: 0.5 })).finding).toBeDefined();
  });

  it('treats DaemonSets as it treats Deployments', () => {
    expect(over({ ...container({ cpu: [0.2] }), kind: 'DaemonSet' }).finding).toBeDefined();
  });

  it('counts a CronJob by how much of it runs', () => {
    // Two pods' worth of samples over the whole window are two pods at once on average.
    const whole = over({ ...container({ cpu: [0.2] }), kind: 'CronJob' }).finding;
    const deployment = over(container({ cpu: [0.2] })).finding;
    expect(whole?.saving.nominal.usd.likely).toBeCloseTo(deployment?.saving.nominal.usd.likely ?? 0, 6);
  });

  it('keeps more for a policy with more headroom', () => {
    const values = [0.1, 0.2, 0.3, 0.4, 0.5];
    const to = (policy: Policy) =>
      over(container({ cpuRequest: 4, cpu: values }), { policy }).finding?.evidence.find(
        ({ id }) => id === 'cpu.target',
      )?.value ?? 0;
    expect(to(MAX_SAVINGS)).toBeLessThan(to(BALANCED));
    expect(to(BALANCED)).toBeLessThan(to(HEADROOM));
  });

  it('warns when the request leaves the Guaranteed class', () => {
    const finding = over(container({ cpuLimit: 1, memoryLimit: 512, cpu: [0.2] })).finding;
    expect(finding?.risk.reasons.join()).toMatch(/Guaranteed/);
    expect(over(container({ cpuLimit: 1, cpu: [0.2] })).finding?.risk.reasons.join()).not.toMatch(
      /Guaranteed/,
    );
  });
});

describe('cpu-under-requested', () => {
  const under = (workload: WorkloadSketch, options?: { policy?: Policy }) =>
    verdictOf('cpu-under-requested', workload, options);

  it('raises a request below P95, whatever it costs', () => {
    const { finding } = under(container({ cpuRequest: 0.1, cpu: [0.4] }));
    expect(finding?.saving.nominal.usd.likely).toBeLessThan(0);
    expect(finding?.changes[0]?.to).toBe('453m'); // 0.4 × 1.1 + 0.02 × √0.4; the sketch answers 0.4 exactly at its bounds.
  });

  it.each<[string, ContainerSketch]>([
    ['P95 is within the request', { cpuRequest: 0.5, cpu: [0.4] }],
    [
      'only the highest 4 % are above it',
      { cpuRequest: 0.5, cpu: [...Array.from({ length: 96 }, () => 0.4), 2, 2, 2, 2] },
    ],
    ['less than 10m is missing', { cpuRequest: 0.1, cpu: [0.109] }],
    ['it is throttled in exactly 10 %', { cpuLimit: 1, cpu: [0.87], throttled: 0.1 }],
  ])('finds nothing when %s', (_, sketch) => {
    expect(under(container(sketch)).finding).toBeUndefined();
  });

  it('raises the limit of what is throttled in more than 10 %', () => {
    // 1 core × 1.5; the request of 1 covers 0.87 and stays.
    expect(changesOf(under(container({ cpuLimit: 1, cpu: [0.87], throttled: 0.11 })).finding)).toEqual([
      'limits.cpu 1→1500m',
    ]);
  });

  it('keeps the limit above a raised request', () => {
    expect(changesOf(under(container({ cpuRequest: 0.1, cpuLimit: 0.42, cpu: [0.4] })).finding)).toEqual([
      'requests.cpu 100m→453m',
      'limits.cpu 420m→453m',
    ]);
  });

  it('does not raise what the policy would lower', () => {
    // 90 % of the samples are 0.1, 10 % are 0.4: P95 lies above the request of 360m.
    const sketch = container({ cpuRequest: 0.36, cpu: [...Array.from({ length: 9 }, () => 0.1), 0.4] });
    // 0.1 + 2.25 × √0.4 × 0.2 = 385m are worth covering; × 1.1 + 0.02 × √0.4 = 436m.
    expect(under(sketch).finding?.changes[0]?.to).toBe('436m');
    // 0.1 + 0.75 × √0.4 × 0.5 = 337m × 1.05 = 354m: the policy would rather lower it.
    expect(under(sketch, { policy: MAX_SAVINGS }).finding).toBeUndefined();
  });

  it('leaves the request to an autoscaler that aims at a share of it', () => {
    const { finding, refused } = under({
      ...container({ cpuRequest: 0.1, cpu: [0.4] }),
      autoscaler: CPU_HPA,
    });
    expect(finding).toBeUndefined();
    expect(refused[0]?.reason).toMatch(/cannot be changed alone/);
  });
});

describe('memory-over-requested', () => {
  const over = (sketch: ContainerSketch) => verdictOf('memory-over-requested', container(sketch)).finding;

  it('lowers the request to the highest use, its headroom and room for more', () => {
    // 400 × 1.1 + 192 × √(400 ÷ 1024)
    expect(changesOf(over({ memoryRequest: 4096, memory: [300, 400] }))).toEqual([
      'requests.memory 4Gi→560Mi',
    ]);
  });

  it('leaves the limit where it is, so that nothing is killed', () => {
    expect(changesOf(over({ memoryRequest: 4096, memoryLimit: 8192, memory: [400] }))).toEqual([
      'requests.memory 4Gi→560Mi',
    ]);
  });

  it('goes by a single peak, not by what is usual', () => {
    const usual = Array.from({ length: 999 }, () => 100);
    expect(changesOf(over({ memoryRequest: 4096, memory: [...usual, 2000] }))).toEqual([
      'requests.memory 4Gi→2261Mi',
    ]);
  });

  it.each<[string, ContainerSketch]>([
    ['it was OOM-killed once', { memoryRequest: 4096, memory: [400], oomKills: 1 }],
    ['it uses what it asks for', { memoryRequest: 512, memory: [445] }],
    ['nothing is requested', { memoryRequest: null, memory: [100] }],
    ['there are no samples', { memoryRequest: 4096, memory: null }],
  ])('finds nothing when %s', (_, sketch) => {
    expect(over(sketch)).toBeUndefined();
  });

  it('is less sure where nobody counts OOM kills', () => {
    const sure = (oomKills: number | null) =>
      over({ memoryRequest: 4096, memory: [400], oomKills })?.confidence.score ?? 0;
    expect(sure(null)).toBeLessThan(sure(0));
  });

  it('calls a lower request risky while the memory still grows', () => {
    const growing = Array.from({ length: 336 }, (_, hour) => 100 + hour);
    expect(over({ memoryRequest: 4096, memory: growing })?.risk.level).toBe('high');
    expect(over({ memoryRequest: 4096, memory: [400] })?.risk.level).toBe('low');
  });
});

describe('memory-under-requested', () => {
  const under = (sketch: ContainerSketch) => verdictOf('memory-under-requested', container(sketch));

  it('raises limit and equal request of what was killed by 25 %', () => {
    // 512 × 1.25 = 640; the highest use of 445 × 1.15 = 512 asks for less.
    expect(changesOf(under({ memoryLimit: 512, oomKills: 2 }).finding)).toEqual([
      'requests.memory 512Mi→640Mi',
      'limits.memory 512Mi→640Mi',
    ]);
  });

  it('raises only the limit where the request covers the highest use', () => {
    // Highest use 300 × 1.15 = 345 ≤ 400 requested; limit 500 × 1.25 = 625.
    expect(
      changesOf(under({ memoryRequest: 450, memoryLimit: 500, memory: [300], oomKills: 1 }).finding),
    ).toEqual(['limits.memory 500Mi→625Mi']);
  });

  it('needs no long history to speak of a kill', () => {
    const workload = { ...container({ memoryLimit: 512, oomKills: 2 }), ageDays: 0.5 };
    expect(verdictOf('memory-under-requested', workload).finding).toBeDefined();
  });

  it.each<[string, ContainerSketch, boolean]>([
    ['at 95 % of its limit', { memoryRequest: 1024, memoryLimit: 1000, memory: [950] }, true],
    ['just below 95 % of its limit', { memoryRequest: 1024, memoryLimit: 1024, memory: [972] }, false],
    ['P95 is far above the request', { memoryRequest: 100, memory: [400] }, true],
    ['P95 is above the request by less than 32 MiB', { memoryRequest: 100, memory: [131] }, false],
    [
      'only a peak is above the request',
      { memoryRequest: 500, memory: [...Array.from({ length: 99 }, () => 400), 600] },
      false,
    ],
    ['it is well', { memoryRequest: 512, memoryLimit: 1024, memory: [400], oomKills: 0 }, false],
  ])('%s', (_, sketch, expected) => {
    expect(under(sketch).finding !== undefined).toBe(expected);
  });

  it('does not blame the container when the node ran out of memory', () => {
    const { finding, refused } = under({ memoryRequest: 1024, memory: [400], oomKills: 1 });
    expect(finding).toBeUndefined();
    expect(refused.map(({ reason }) => reason).join()).toMatch(/its node ran out of memory/);
  });
});

describe('missing-requests', () => {
  const missing = (workload: WorkloadSketch) => verdictOf('missing-requests', workload);

  it('sets what is missing and tells what that reserves', () => {
    const { finding } = missing(
      container({ cpuRequest: null, memoryRequest: null, cpu: [0.1], memory: [100] }),
    );
    expect(changesOf(finding)).toEqual(['requests.cpu none→117m', 'requests.memory none→170Mi']);
    // 2 pods × (0.117 × $0.03 + 170/1024 × $0.004) × 730 h = $6.09
    expect(finding?.saving.nominal.usd.likely).toBeCloseTo(-6.09, 2);
  });

  it('raises the limit of a killed container with the missing request, after however short a life, and alone', () => {
    const killed = { ...container({ memoryRequest: null, memoryLimit: 512, oomKills: 3 }), ageDays: 0.1 };
    const { finding } = missing(killed);
    // 512 × 1.25
    expect(changesOf(finding)).toEqual(['requests.memory none→640Mi', 'limits.memory 512Mi→640Mi']);
    expect(verdictOf('memory-under-requested', killed).finding).toBeUndefined();
  });

  it('leaves alone what is set', () => {
    expect(changesOf(missing(container({ cpuRequest: null, cpu: [0.1] })).finding)).toEqual([
      'requests.cpu none→117m',
    ]);
    expect(missing(container({})).finding).toBeUndefined();
  });

  it('sets the one it knows and says why it does not set the other', () => {
    const { finding } = missing(
      container({ cpuRequest: null, memoryRequest: null, cpu: [0.1], memory: null }),
    );
    expect(changesOf(finding)).toEqual(['requests.cpu none→117m']);
    expect(finding?.confidence.reasons.join()).toMatch(/No memory samples/);
  });

  it('does not take no data for no use', () => {
    const { finding, refused } = missing(container({ cpuRequest: null, cpu: null }));
    expect(finding).toBeUndefined();
    expect(refused[0]?.reason).toMatch(/which is not zero/);
  });
});

describe('idle-workload', () => {
  const ASLEEP: WorkloadSketch = { containers: [{ cpu: [0.001], cpuRequest: 1 }], trafficP99: 20 };
  const idle = (change: Partial<WorkloadSketch>, days = 14) =>
    verdictOf('idle-workload', { ...ASLEEP, ...change }, { days });

  it('proposes to stop what does nothing', () => {
    expect(changesOf(idle({}).finding)).toEqual(['replicas 2→0']);
  });

  it('saves the whole request and the active power', () => {
    // 2 pods × (1 × $0.03 + 0.5 GiB × $0.004) × 730 h = $46.72
    expect(idle({}).finding?.saving.nominal.usd.likely).toBeCloseTo(46.72, 2);
    const energy = (activeWatts: number) => idle({ activeWatts }).finding?.saving.nominal.energy?.likely ?? 0;
    // 5 W × 730 h = 3.65 kWh
    expect(energy(5) - energy(0)).toBeCloseTo(3.65, 6);
  });

  it.each<[string, Partial<WorkloadSketch>]>([
    ['5m of CPU', { containers: [{ cpu: [0.0051] }] }],
    [
      'two containers of 3m together',
      {
        containers: [
          { name: 'a', cpu: [0.003] },
          { name: 'b', cpu: [0.003] },
        ],
      },
    ],
    ['100 B/s in a pod', { trafficP99: 100 }],
    ['a page that is looked at once', { trafficMax: 1_000 }],
    ['a pod that started within the window', { ageDays: 10 }],
    ['no replicas', { replicas: 0 }],
    ['a DaemonSet', { kind: 'DaemonSet' }],
    ['a CronJob', { kind: 'CronJob' }],
    ['a bare pod', { kind: 'Pod' }],
    ['an agent of the cluster', { namespace: 'kube-system' }],
  ])('is not: %s', (_, change) => {
    expect(idle(change).finding).toBeUndefined();
  });

  it.each<[string, Partial<WorkloadSketch>, RegExp]>([
    ['traffic is not known', { trafficP99: null }, /network traffic is not known/],
    ['pods restarted some time, perhaps lately', { restarts: 2 }, /restarted 4 times/],
    ['a container was OOM-killed', { containers: [{ cpu: [0.001], oomKills: 1 }] }, /OOM-killed/],
    ['CPU is not known', { containers: [{ cpu: null }] }, /No CPU samples/],
  ])('says why it cannot tell when %s', (_, change, reason) => {
    const { finding, refused } = idle(change);
    expect(finding).toBeUndefined();
    expect(refused.map(one => one.reason).join('\n')).toMatch(reason);
  });

  it('is judged by the pod: how many pods there are does not matter', () => {
    expect(idle({ replicas: 40 }).finding).toBeDefined();
  });

  it('forgives a stray call, and restarts of long ago for some of its confidence', () => {
    const sure = (change: Partial<WorkloadSketch>) => idle(change).finding?.confidence.score ?? 0;
    expect(sure({ trafficMax: 900 })).toBe(sure({}));
    // Two restarts in 60 days, of which 14 are the window: (46 / 60)² is left.
    expect(sure({ restarts: 1 }) / sure({})).toBeCloseTo((46 / 60) ** 2, 9);
    expect(sure({ restarts: 1, ageDays: 400 })).toBeGreaterThan(0.9 * sure({}));
  });

  it('needs a full week', () => {
    expect(idle({}, 6.9).finding).toBeUndefined();
    expect(idle({}, 7).finding).toBeDefined();
  });

  it('takes the place of the size findings of the same workload', () => {
    const typesOf = (workload: WorkloadSketch) =>
      assess(observationOf({ workloads: [workload] }), BALANCED)
        .opportunities.filter(({ workloadId }) => workloadId !== null)
        .map(({ type }) => type);
    expect(typesOf(ASLEEP)).toEqual(['idle-workload']);
    // The same container with traffic is over-requested instead.
    expect(typesOf({ ...ASLEEP, trafficP99: 5_000 })).toEqual(['cpu-over-requested']);
  });
});
