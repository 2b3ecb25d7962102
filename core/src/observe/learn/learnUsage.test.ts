import fc from 'fast-check';
import {
  type ContainerUsage,
  type Inventory,
  type Pod,
  seconds,
  unixSeconds,
  type UsageLedger,
  type Workload,
  workloadId,
} from '../../model/index.ts';
import { chunksWithin } from '../chunksWithin.ts';
import type { ClusterSource, SeriesChunk, SeriesFamily } from '../clusterSource.ts';
import { MemoryLedger } from './MemoryLedger.ts';
import { type Learned, learnUsage } from './learnUsage.ts';
import { readLearned } from './read/readLearned.ts';

const DAY = 86_400;
const STEP = 3_600;
const step = seconds(STEP);
/** In the middle of a day, in the middle of nothing. */
const START = unixSeconds(20_000 * DAY + 5 * 3_600);

const pod = (name: string, startedAt: number): Pod => ({
  name,
  uid: name,
  node: 'n1',
  phase: 'Running',
  startedAt: unixSeconds(startedAt),
  restarts: 0,
  present: true,
  hostNetwork: false,
  trouble: null,
});

const reference = { clusterId: 'c', namespace: 'shop', kind: 'Deployment', name: 'web' };
const none = { cpu: null, memory: null, gpus: null };
const web: Workload = {
  id: workloadId(reference),
  reference,
  containers: [
    {
      name: 'app',
      role: 'main',
      image: '',
      requests: none,
      limits: none,
      security: null,
      runtimeSettings: null,
      imagePullPolicy: null,
    },
  ],
  pods: [pod('a', 0), pod('b', START + DAY + 100)],
  desiredReplicas: 2,
  autoscaler: {
    kind: 'HorizontalPodAutoscaler',
    name: 'web',
    minReplicas: 1,
    maxReplicas: 3,
    currentReplicas: 1,
    targets: [],
    failures: [],
  },
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
const inventory: Inventory = {
  observedAt: START,
  nodes: [],
  workloads: [web],
  volumeClaims: [],
  volumes: null,
  disruptionBudgets: null,
  namespaces: null,
  services: null,
};

/** Who asked for what: the spans of each call, by family. */
type Asked = Record<string, readonly [number, number]>[];

interface Canned {
  readonly chunks: readonly SeriesChunk[];
  readonly end: number;
  readonly start?: number;
  readonly inOnePass?: boolean;
  readonly asked?: Asked;
  /** Breaks the call of this number off after its first chunk. */
  readonly breaksAt?: number;
  readonly error?: Error;
  readonly failing?: SeriesFamily;
}

function sourceOf(canned: Canned): ClusterSource {
  const refused = () => Promise.reject(new Error('nobody asks for this'));
  let calls = 0;
  return {
    cluster: { id: 'c', name: 'c', provider: 'unknown', region: null, demo: false },
    step,
    window: { start: unixSeconds(canned.start ?? START), end: unixSeconds(canned.end) },
    ...(canned.inOnePass ? { inOnePass: true } : {}),
    async *series({ spans, onFailure } = {}) {
      calls += 1;
      canned.asked?.push(
        Object.fromEntries([...(spans ?? [])].map(([family, { start, end }]) => [family, [start, end]])),
      );
      let given = 0;
      const all = async function* () {
        yield* canned.chunks;
      };
      for await (const chunk of chunksWithin(all(), spans)) {
        if (chunk.family === canned.failing) {
          yield { ...chunk, times: [chunk.times[0] ?? 0], values: [chunk.values[0] ?? 0] };
          onFailure?.(chunk.family);
          continue;
        }
        if (calls === canned.breaksAt && given > 0) throw canned.error ?? new Error('killed');
        given += 1;
        yield chunk;
      }
      if (calls === canned.breaksAt) throw canned.error ?? new Error('killed');
    },
    inventory: async () => inventory,
    facts: refused,
    energyProvenance: refused,
    prices: refused,
    grid: refused,
    pue: refused,
    diagnose: refused,
    notes: () => [],
  };
}

const SUBJECT = { namespace: 'shop', pod: 'a', container: null, node: null, object: null };
const subjects: readonly (readonly [SeriesFamily, SeriesChunk['subject']])[] = [
  ['cpu', { ...SUBJECT, container: 'app' }],
  ['cpu', { ...SUBJECT, pod: 'b', container: 'app' }],
  ['memory', { ...SUBJECT, container: 'app' }],
  ['cfsPeriods', { ...SUBJECT, container: 'app' }],
  ['oomKills', { ...SUBJECT, container: 'app' }],
  ['receivedBytes', SUBJECT],
  ['podWatts', { ...SUBJECT, node: 'n1' }],
  ['nodeActiveWatts', { ...SUBJECT, namespace: null, pod: null, node: 'n1' }],
  ['nodeIdleWatts', { ...SUBJECT, namespace: null, pod: null, node: 'n1' }],
  ['autoscalerReplicas', { ...SUBJECT, pod: null, object: 'web' }],
  ['gpuUtilization', { ...SUBJECT, container: 'app', object: 'GPU-1' }],
  ['functionalUnits', { ...SUBJECT, object: 'order' }],
];

const STEPS = 24 * 3;
const END = START + STEPS * STEP;

/** One value a step: usable ones, and such as no meter should tell. */
const value = fc.oneof(
  { weight: 12, arbitrary: fc.double({ min: 0, max: 1e4, noNaN: true }) },
  { weight: 1, arbitrary: fc.constantFrom(NaN, -1, Infinity, 0) },
);
/** `null` is a hole. */
const seriesValues = fc.array(fc.option(value, { freq: 8 }), { minLength: STEPS, maxLength: STEPS });
const chunksOf = fc.tuple(...subjects.map(() => seriesValues)).map(all =>
  all.map((values, index): SeriesChunk => {
    const [family, subject] = subjects[index] ?? ['cpu', SUBJECT];
    const present = values.flatMap((each, at) => (each === null ? [] : [{ time: START + at * STEP, each }]));
    return {
      family,
      subject,
      times: present.map(({ time }) => time),
      values: present.map(({ each }) => each),
    };
  }),
);

/** All that can be seen of what was learned. */
function told({ view }: Learned) {
  const { containers, power, families, ...rest } = readLearned(view, inventory);
  const sketchless = (usage: ContainerUsage) => ({
    ...usage,
    quantiles: [usage.cpu, usage.memory].map(
      each => each && [0, 0.1, 0.5, 0.9, 0.99, 1].map(q => each.sketch.quantile(q)),
    ),
    sketchMeans: [usage.cpu?.sketch.mean, usage.memory?.sketch.mean],
    dayCounts: usage.days.map(({ cpu }) => [cpu?.steady.count, cpu?.startUp?.count, cpu?.startUp?.sum]),
  });
  return {
    ...rest,
    families: [...families].sort(),
    containers: [...containers].map(([key, usage]) => [key, sketchless(usage)]),
    pods: [...power.podWatts(), ...power.podCores()].map(each => ({ ...each, hourly: each.hourly })),
    nodes: power.nodes(),
  };
}

const learn = (canned: Canned, ledger: UsageLedger = new MemoryLedger()) =>
  learnUsage(sourceOf(canned), inventory, { ledger });

const constant = (family: SeriesFamily, from: number, steps: number): SeriesChunk => ({
  family,
  subject: { ...SUBJECT, container: 'app' },
  times: Array.from({ length: steps }, (_, index) => from + index * STEP),
  values: Array.from({ length: steps }, (_, index) => index % 5),
});
const usageOf = ({ view }: Learned) => readLearned(view, inventory).containers.get(`${web.id}/app`);

describe('learning in steps', () => {
  it('gives exactly what learning in one go gives, wherever it is cut', async () => {
    await fc.assert(
      fc.asyncProperty(
        chunksOf,
        fc.array(fc.integer({ min: 1, max: STEPS }), { maxLength: 6 }),
        async (chunks, cuts) => {
          const atOnce = await learn({ chunks, end: END, inOnePass: true });
          const ledger = new MemoryLedger();
          for (const cut of cuts.sort((a, b) => a - b)) {
            // A window is kept from two days on: shorter ones are read anew and teach nothing.
            await learn({ chunks, start: START, end: START + cut * STEP }, ledger);
          }
          const inSteps = await learn({ chunks, end: END }, ledger);
          expect(told(inSteps)).toEqual(told(atOnce));
        },
      ),
      { numRuns: 40, endOnFailure: true },
    );
  });

  it('gives the same after it was killed anywhere and has gone on', async () => {
    await fc.assert(
      fc.asyncProperty(
        chunksOf,
        fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 4 }),
        async (chunks, kills) => {
          const ledger = new MemoryLedger();
          for (const breaksAt of kills) {
            const controller = new AbortController();
            const source = sourceOf({ chunks, end: END, breaksAt, error: new Error('killed') });
            const killed: ClusterSource = {
              ...source,
              async *series(options) {
                try {
                  yield* source.series(options);
                } catch (error) {
                  controller.abort(error);
                  throw error;
                }
              },
            };
            await learnUsage(killed, inventory, { ledger, signal: controller.signal }).catch(() => undefined);
          }
          const resumed = await learn({ chunks, end: END }, ledger);
          expect(told(resumed)).toEqual(told(await learn({ chunks, end: END })));
        },
      ),
      { numRuns: 25, endOnFailure: true },
    );
  });

  it('asks first for all days, oldest first, and then for what is new and what was provisional', async () => {
    const asked: Asked = [];
    const ledger = new MemoryLedger();
    const chunks = [constant('cpu', START, STEPS + 2)];
    await learn({ chunks, end: END, asked }, ledger);
    const midnight = START - (START % DAY) + DAY;
    expect(asked.map(call => call['cpu'])).toEqual([
      [START, midnight],
      [midnight, midnight + DAY],
      [midnight + DAY, midnight + 2 * DAY],
      [midnight + 2 * DAY, END],
    ]);
    asked.length = 0;
    const later = await learn({ chunks, start: START + 2 * STEP, end: END + 2 * STEP, asked }, ledger);
    expect(asked.map(call => call['cpu'])).toEqual([[END - STEP, END + 2 * STEP]]);
    expect(later.newSince).toBe(END - STEP);
    // Days are kept whole: the first one reaches back to where learning began.
    expect(later.view.window).toEqual({ start: START, end: END + 2 * STEP });
    expect(usageOf(later)?.cpu?.samples).toBe(STEPS + 2);
  });

  it('shows a sample that comes late to the newest step, and counts it once', async () => {
    const ledger = new MemoryLedger();
    const chunk = constant('cpu', START, STEPS);
    const without = {
      ...chunk,
      times: Array.from(chunk.times).slice(0, -1),
      values: Array.from(chunk.values).slice(0, -1),
    };
    expect(usageOf(await learn({ chunks: [without], end: END }, ledger))?.cpu?.samples).toBe(STEPS - 1);
    const after = usageOf(await learn({ chunks: [chunk], end: END + STEP }, ledger));
    expect(after?.cpu).toMatchObject({ samples: STEPS, dropped: { late: 0 } });
  });

  it('counts what comes for moments that were learned as late, and does not count it in', async () => {
    const ledger = new MemoryLedger();
    const chunk = constant('cpu', START, STEPS);
    await learn({ chunks: [chunk], end: END }, ledger);
    const stubborn: ClusterSource = {
      ...sourceOf({ chunks: [], end: END + STEP }),
      async *series() {
        yield chunk;
      },
    };
    const usage = usageOf(await learnUsage(stubborn, inventory, { ledger }));
    expect(usage?.cpu).toMatchObject({ samples: STEPS, dropped: { late: STEPS - 1 } });
  });

  it('leaves the watermark of a family that fails where it is, and goes on with the others', async () => {
    const ledger = new MemoryLedger();
    const chunks = [constant('cpu', START, STEPS), constant('memory', START, STEPS)];
    const failed = await learn({ chunks, end: END, failing: 'memory' }, ledger);
    expect(usageOf(failed)).toMatchObject({ cpu: { samples: STEPS }, memory: null });
    const { state } = await ledger.load('c');
    expect([state?.watermarks.get('cpu'), state?.watermarks.get('memory')]).toEqual([END - STEP, START]);
    const asked: Asked = [];
    const mended = await learn({ chunks, end: END, asked }, ledger);
    expect(usageOf(mended)?.memory?.samples).toBe(STEPS);
    expect(asked[0]?.['memory']?.[0]).toBe(START);
    expect(asked[0]?.['cpu']?.[0]).toBe(END - STEP);
    expect(asked[1]?.['cpu']).toBeUndefined();
  });

  it('shows what was read before the source broke off, and learns that day anew', async () => {
    const ledger = new MemoryLedger();
    const chunks = [constant('cpu', START, STEPS), constant('memory', START, STEPS)];
    const broken = await learn({ chunks, end: END, breaksAt: 2 }, ledger);
    expect(broken.failure?.error).toMatchObject({ message: 'killed' });
    const firstDay = 19;
    expect(usageOf(broken)).toMatchObject({
      cpu: { samples: firstDay + 24 },
      memory: { samples: firstDay },
    });
    expect(usageOf(await learn({ chunks, end: END }, ledger))?.cpu?.samples).toBe(STEPS);
  });

  it('forgets days that the window has left', async () => {
    const ledger = new MemoryLedger();
    const chunks = [constant('cpu', START, STEPS + 48)];
    await learn({ chunks, end: END }, ledger);
    const later = await learn({ chunks, start: START + 30 * STEP, end: END + 30 * STEP }, ledger);
    const firstKept = START + 30 * STEP - ((START + 30 * STEP) % DAY);
    expect(later.view.window.start).toBe(firstKept);
    expect(usageOf(later)?.days[0]?.day).toBe(firstKept);
    expect(usageOf(later)?.cpu?.samples).toBe((END + 30 * STEP - firstKept) / STEP);
    const { pages } = await ledger.load('c');
    expect(Math.min(...[...pages].map(({ day }) => day))).toBe(firstKept);
  });

  it.each([
    ['the window was made longer', { start: START - 3 * DAY, end: END }],
    ['it was too long ago', { start: END + DAY, end: END + 4 * DAY }],
  ])('learns everything anew where %s', async (_, window) => {
    const ledger = new MemoryLedger();
    const chunks = [constant('cpu', START - 3 * DAY, STEPS + 240)];
    await learn({ chunks, end: END }, ledger);
    const again = await learn({ chunks, ...window }, ledger);
    expect(again.newSince).toBe(window.start);
    expect(usageOf(again)?.cpu?.samples).toBe((window.end - window.start) / STEP);
  });

  it('does not keep a window of hardly more than a day', async () => {
    const ledger = new MemoryLedger();
    await learn({ chunks: [constant('cpu', START, 30)], end: START + 30 * STEP }, ledger);
    expect((await ledger.load('c')).state).toBeNull();
  });

  it('tells how far it has come, over all days', async () => {
    const source = sourceOf({ chunks: [constant('cpu', START, STEPS)], end: END });
    const said: number[] = [];
    const reporting: ClusterSource = {
      ...source,
      async *series(options) {
        options?.onProgress?.({ stage: 'Reading', done: 1, total: 2 });
        yield* source.series(options);
      },
    };
    await learnUsage(reporting, inventory, { onProgress: ({ done, total }) => said.push(done / total) });
    expect(said).toEqual([...said].sort((a, b) => a - b));
    expect(said).toHaveLength(4);
    expect(said.every(share => share > 0 && share < 1)).toBe(true);
  });

  it('does not learn twice where two do it at once', async () => {
    const ledger = new MemoryLedger();
    const chunks = [constant('cpu', START, STEPS)];
    const both = await Promise.allSettled([
      learn({ chunks, end: END }, ledger),
      learn({ chunks, end: END }, ledger),
    ]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(usageOf(await learn({ chunks, end: END }, ledger))?.cpu?.samples).toBe(STEPS);
  });
});
