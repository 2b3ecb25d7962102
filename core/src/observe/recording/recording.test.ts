import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { gunzipSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { SourceQueryError, unixSeconds } from '../../model/index.ts';
import type { ClusterSource, SeriesChunk } from '../clusterSource.ts';
import { openRecording } from './openRecording.ts';
import { CANNED_WINDOW, cannedSource, cannedTime, chunkOf } from './testing/cannedSource.ts';
import { writeRecording } from './writeRecording.ts';

const chunks = [
  chunkOf('cpu', [0, 1, 2, 5].map(cannedTime), [0.1, 0.25, Number.NaN, -1]),
  chunkOf('oomKills', [3].map(cannedTime), [2]),
  chunkOf('cpu', [6, 7].map(cannedTime), [0.5, 0.5]),
];

let directory: string;
let file: string;
beforeAll(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'greenops-recording-'));
  file = path.join(directory, 'canned.greenops');
  await writeRecording(cannedSource(chunks), file);
});
afterAll(() => rm(directory, { recursive: true }));

async function collect(source: ClusterSource): Promise<SeriesChunk[]> {
  const all: SeriesChunk[] = [];
  for await (const chunk of source.series())
    all.push({ ...chunk, times: Array.from(chunk.times), values: Array.from(chunk.values) });
  return all;
}

/** Opens a file with these bytes and reads it to its end. */
async function openBytes(bytes: Uint8Array): Promise<void> {
  const other = path.join(directory, 'other.greenops');
  await writeFile(other, bytes);
  await collect(await openRecording(other));
}

const lines = async () =>
  gunzipSync(await readFile(file))
    .toString('utf8')
    .split('\n');

const OLD_NODE = [
  'name',
  'instanceType',
  'region',
  'zone',
  'pool',
  'architecture',
  'spot',
  'capacity',
].concat(['allocatable', 'maxPods', 'taints', 'labels']);
const OLD_WORKLOAD = [
  'id',
  'reference',
  'containers',
  'pods',
  'desiredReplicas',
  'autoscaler',
  'labels',
].concat(['annotations', 'schedule']);
/** A thing as the first recordings had it. */
const oldFields = (thing: object, names: readonly string[]): object =>
  Object.fromEntries(Object.entries(thing).filter(([name]) => names.includes(name)));

describe('a recording', () => {
  it('tells what the source told', async () => {
    const [source, recording] = [cannedSource(chunks), await openRecording(file)];
    expect(recording.cluster).toEqual({ ...source.cluster, demo: true });
    expect([recording.step, recording.window]).toEqual([source.step, source.window]);
    expect(await recording.inventory()).toEqual(await source.inventory());
    expect(await recording.prices()).toEqual(await source.prices());
    expect(await recording.grid()).toEqual(await source.grid());
    expect(await recording.pue()).toEqual(await source.pue());
    expect(await recording.energyProvenance()).toEqual(await source.energyProvenance());
    expect(await recording.facts()).toEqual(await source.facts());
    expect(recording.notes()).toEqual(source.notes());
  });

  it('knows the difference between a list that is empty and one that nobody could read', async () => {
    const inventory = { ...(await cannedSource([]).inventory()), volumes: null, disruptionBudgets: null };
    const other = path.join(directory, 'unread.greenops');
    await writeRecording(cannedSource(chunks, { inventory: async () => inventory }), other);
    expect(await (await openRecording(other)).inventory()).toEqual(inventory);
  });

  it('opens where it was made before there were budgets, namespaces, scheduling and all that', async () => {
    const NEW = /"part":"(lists|volume|disruptionBudget|namespace|service|seen)"/;
    const [header, ...rest] = (await lines()).filter(line => line !== '' && !NEW.test(line));
    const old = rest.slice(0, -1).map(line => {
      const parsed = JSON.parse(line) as { part: string; workload?: object; node?: object };
      if (parsed.workload) parsed.workload = oldFields(parsed.workload, OLD_WORKLOAD);
      if (parsed.node) parsed.node = oldFields(parsed.node, OLD_NODE);
      return JSON.stringify(parsed);
    });
    const text = `${[header, ...old].join('\n')}\n`;
    const { samples, chunks: count } = JSON.parse(rest.at(-1) ?? '') as { samples: number; chunks: number };
    const sha256 = createHash('sha256').update(text).digest('hex');
    const end = { part: 'end', lines: old.length + 1, chunks: count, samples, sha256 };
    const other = path.join(directory, 'old.greenops');
    await writeFile(other, gzipSync(`${text}${JSON.stringify(end)}\n`));
    const recording = await openRecording(other);
    expect(await recording.inventory()).toMatchObject({
      volumes: null,
      disruptionBudgets: null,
      namespaces: null,
      services: null,
      nodes: [{ unschedulable: false, createdAt: null, gpuModel: null }],
      workloads: [{ scheduling: null, volumes: null, podLabels: {}, suspended: false, job: null }],
    });
    expect((await recording.facts()).seen.size).toBe(0);
  });

  it('plays the series again, as often as asked: holes stay holes, odd values stay odd', async () => {
    const recording = await openRecording(file);
    for (const round of [await collect(recording), await collect(recording)]) {
      expect(round.map(({ family, subject, times }) => ({ family, subject, times }))).toEqual(
        chunks.map(({ family, subject, times }) => ({ family, subject, times })),
      );
      const [cpu, kills] = round;
      expect(cpu?.values[2]).toBeNaN();
      expect(Math.abs((cpu?.values[3] ?? 0) + 1)).toBeLessThanOrEqual(0.001);
      expect(kills?.values[0]).toBe(2);
    }
  });

  it('can be moved in time by whole steps, with all that has a time', async () => {
    const recording = await openRecording(file, { end: unixSeconds(CANNED_WINDOW.end + 3 * 300 + 17) });
    expect(recording.window).toEqual({ start: CANNED_WINDOW.start + 900, end: CANNED_WINDOW.end + 900 });
    const inventory = await recording.inventory();
    expect(inventory.observedAt).toBe(CANNED_WINDOW.end + 900);
    expect(inventory.workloads[0]?.pods.map(pod => pod.startedAt)).toEqual([CANNED_WINDOW.start + 960, null]);
    const day = CANNED_WINDOW.start - 86_400 + 900;
    for (const things of [
      inventory.workloads,
      inventory.volumeClaims,
      inventory.volumes,
      inventory.namespaces,
    ])
      expect(things?.map(({ createdAt }) => createdAt)).toEqual([day]);
    expect(inventory.nodes[0]?.createdAt).toBe(CANNED_WINDOW.start - 7 * 86_400 + 900);
    expect(inventory.workloads[0]?.job?.finishedAt).toBe(CANNED_WINDOW.start + 600 + 900);
    expect((await recording.grid())?.provenance.asOf).toBe(CANNED_WINDOW.start + 900);
    const [first] = await collect(recording);
    expect(first?.times).toEqual([0, 1, 2, 5].map(position => cannedTime(position) + 900));
  });

  it('says what it holds', async () => {
    const diagnosis = await (await openRecording(file)).diagnose();
    expect(diagnosis.map(({ source, status }) => `${source} ${status}`)).toEqual([
      'kubernetes ok',
      'prometheus ok',
      'cadvisor ok',
      'kepler missing',
      'opencost ok',
      'grid-intensity ok',
    ]);
    expect(diagnosis[0]?.finding).toContain('1 nodes, 1 workloads');
    expect(diagnosis[1]?.finding).toContain('7 samples');
  });

  it('keeps a refusal of the source as the refusal it was', async () => {
    const refusing = cannedSource(chunks, {
      prices: () => Promise.reject(new SourceQueryError('OpenCost has no prices', 'wait for it')),
    });
    const other = path.join(directory, 'refusing.greenops');
    await writeRecording(refusing, other);
    const recording = await openRecording(other);
    await expect(recording.prices()).rejects.toMatchObject({
      name: 'SourceQueryError',
      message: 'OpenCost has no prices',
      cure: 'wait for it',
    });
    expect((await recording.diagnose()).find(({ source }) => source === 'opencost')?.status).toBe('failed');
  });
});

describe('writing a recording', () => {
  it.each<[string, Partial<ClusterSource>, string]>([
    [
      'without inventory',
      { inventory: () => Promise.reject(new SourceQueryError('no nodes', 'x')) },
      'no nodes',
    ],
    ['when a bug shows', { grid: () => Promise.reject(new TypeError('a bug')) }, 'a bug'],
    [
      'with what could not be read again',
      {
        pue: async () => ({
          factor: Number.NaN as never,
          provenance: { kind: 'default', method: '', source: '' },
        }),
      },
      'cannot be recorded',
    ],
  ])('leaves nothing behind %s', async (_, changes, message) => {
    const other = path.join(directory, 'failed.greenops');
    await expect(writeRecording(cannedSource(chunks, changes), other)).rejects.toThrow(message);
    expect((await readdir(directory)).filter(name => name.startsWith('failed'))).toEqual([]);
  });

  it('stops when told to, also in the middle', async () => {
    const stop = new AbortController();
    const endless = cannedSource(
      (function* endless() {
        for (;;) {
          stop.abort();
          yield* chunks;
        }
      })(),
    );
    const other = path.join(directory, 'aborted.greenops');
    await expect(writeRecording(endless, other, { signal: stop.signal })).rejects.toThrow(
      expect.objectContaining({ name: 'AbortError' }),
    );
    expect((await readdir(directory)).filter(name => name.startsWith('aborted'))).toEqual([]);
  });

  it('holds one chunk at a time, not the history', async () => {
    const times = Float64Array.from({ length: 100 }, (_, index) => cannedTime(index));
    const before = liveBytes();
    let peak = 0;
    const wide = cannedSource(
      (function* wide() {
        // 10 000 × 100 samples: 16 MB as numbers.
        for (let pod = 0; pod < 10_000; pod += 1) {
          if (pod % 2000 === 999) peak = Math.max(peak, liveBytes() - before);
          const values = Float64Array.from(times, (_, index) => 1e8 * (1.1 + Math.sin(index * 7 + pod)));
          yield { ...chunkOf('memory', [], [], `pod-${pod}`), times, values };
        }
      })(),
    );
    const other = path.join(directory, 'wide.greenops');
    await writeRecording(wide, other);
    let chunkCount = 0;
    let samples = 0;
    for await (const chunk of (await openRecording(other)).series()) {
      chunkCount += 1;
      samples += chunk.values.length;
      if (chunkCount % 2000 === 999) peak = Math.max(peak, liveBytes() - before);
    }
    expect(samples).toBe(1_000_000);
    expect(peak).toBeLessThan(4e6);
  }, 60_000);
});

/**
 * Memory that is still needed: garbage that waits to be collected would make this a matter of luck.
 * Twice, because the buffers found dead by one collection are freed beside it, and for certain by the next.
 */
function liveBytes(): number {
  setFlagsFromString('--expose-gc');
  const collect: () => void = runInNewContext('gc');
  collect();
  collect();
  const { arrayBuffers, heapUsed } = process.memoryUsage();
  return arrayBuffers + heapUsed;
}

describe('a file that is no good', () => {
  it('is recognised wherever it is cut off', async () => {
    const whole = await readFile(file);
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: whole.length - 1 }), async length => {
        await expect(openBytes(whole.subarray(0, length))).rejects.toMatchObject({
          name: 'InvalidInputError',
          message: expect.stringMatching(/cut off after line \d+|is empty/),
          cure: expect.stringMatching(/record it again/),
        });
      }),
      { numRuns: 150 },
    );
  });

  it('is recognised wherever a bit is wrong', async () => {
    const whole = await readFile(file);
    await fc.assert(
      // The ten bytes of the gzip header and the padding of the last compressed byte, nine from the end, carry nothing.
      fc.asyncProperty(
        fc.integer({ min: 10, max: whole.length - 1 }).filter(index => index !== whole.length - 9),
        fc.integer({ min: 0, max: 7 }),
        async (index, bit) => {
          const bytes = Uint8Array.from(whole);
          bytes[index] = (bytes[index] ?? 0) ^ (1 << bit);
          await expect(openBytes(bytes)).rejects.toMatchObject({ name: 'InvalidInputError' });
        },
      ),
      { numRuns: 150 },
    );
  });

  it('is recognised wherever the text is cut off between lines, though the compression is whole', async () => {
    const all = await lines();
    for (let keep = 1; keep < all.length - 1; keep += 1) {
      await expect(openBytes(gzipSync(`${all.slice(0, keep).join('\n')}\n`))).rejects.toThrow(
        `is cut off after line ${keep}`,
      );
    }
  });

  it.each<[string, (all: string[]) => string[], string]>([
    [
      'a newer version',
      all => all.with(0, (all[0] ?? '').replace('"version":1', '"version":2')),
      'format version 2; this GreenOps reads up to 1',
    ],
    ['another format', all => all.with(0, '{"format":"tar"}'), 'its first line does not say so'],
    [
      'a changed line',
      all => all.with(2, (all[2] ?? '').replace('"spot":true', '"spot":false')),
      'is not what was written',
    ],
    ['a line that is left out', all => all.toSpliced(4, 1), 'is not what was written'],
    ['a line of another kind', all => all.with(2, '{"part":"surprise"}'), 'Line 3'],
    ['a wrong type', all => all.with(2, (all[2] ?? '').replace('"spot":true', '"spot":"yes"')), 'node.spot'],
    ['half a line', all => all.with(2, (all[2] ?? '').slice(0, 40)), 'Line 3 of the recording'],
    ['more after the end', all => [...all.slice(0, -1), '{}', ''], 'there is something after the end'],
    [
      'a window without end',
      all => all.with(0, (all[0] ?? '').replace(/"end":\d+/, '"end":9e15')),
      'believable number of steps',
    ],
  ])('is refused: %s', async (_, change, message) => {
    await expect(openBytes(gzipSync(change(await lines()).join('\n')))).rejects.toMatchObject({
      name: 'InvalidInputError',
      message: expect.stringContaining(message),
      cure: expect.stringMatching(/\w/),
    });
  });

  it('is refused: a line without end', async () => {
    await expect(openBytes(gzipSync(Buffer.alloc(40 * 2 ** 20, 'a')))).rejects.toThrow(
      'Line 1 of the recording',
    );
  });

  it.each([
    ['absent', 'nowhere.greenops', 'There is no recording at'],
    ['a directory', '', 'cannot be read'],
  ])('is refused: %s', async (_, name, message) => {
    await expect(openRecording(path.join(directory, name))).rejects.toMatchObject({
      name: 'InvalidInputError',
      message: expect.stringContaining(message),
    });
  });

  it('is refused: plain text', async () => {
    await expect(openBytes(Buffer.from('hello'))).rejects.toThrow('not compressed with gzip');
  });
});
