import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Adviser } from './advisers.ts';
import { benchmark } from './benchmark.ts';
import { scoreFor } from './outcome.ts';
import { plotOf } from './plot.ts';
import { canRoll, oneShot, rolling, split } from './protocols.ts';
import { readDataSets } from './readTraces.ts';
import { textOf } from './table.ts';
import { cleanTrace, type RawSample, type Trace } from './trace.ts';

const DAY = 86_400;
const STEP = 3_600;

const raw = (index: number, cores: number, more: Partial<RawSample> = {}): RawSample => ({
  time: index * STEP,
  cores,
  capacityCores: 4,
  bytes: 1e9,
  capacityBytes: 4e9,
  ...more,
});

/** Hours of `days` days whose cores a function tells. */
const traceOf = (days: number, coresAt: (hour: number) => number): Trace =>
  cleanTrace(
    'machine',
    Array.from({ length: days * 24 }, (_, hour) => raw(hour, coresAt(hour))),
  );

const fixed = (cores: number, bytes = 2e9): Adviser => ({ name: 'fixed', advise: () => ({ cores, bytes }) });

describe('cleanTrace', () => {
  it('leaves out what is powered off, twice or no number, and cuts use at the capacity', () => {
    const { samples } = cleanTrace('m', [
      raw(2, 1),
      raw(0, 5),
      raw(1, 1, { capacityCores: 0 }),
      raw(2, 3),
      raw(3, Number.NaN),
      raw(4, 1, { bytes: null }),
    ]);
    expect(samples.map(({ time, cores, memory }) => [time / STEP, cores, memory?.bytes ?? null])).toEqual([
      [0, 4, 1e9],
      [2, 1, 1e9],
      [4, 1, null],
    ]);
  });
});

describe('protocols', () => {
  it('learns from 14 days of a long trace and from half of a short one', () => {
    const days = (trace: Trace) => split(trace).train.samples.length / 24;
    expect(days(traceOf(30, () => 1))).toBe(14);
    expect(days(traceOf(10, () => 1))).toBeCloseTo(5, 1);
  });

  it('scores what is freed and what lies above', () => {
    // One hour in ten of the test needs more than the 2 cores advised.
    const periods = oneShot(traceOf(10, hour => (hour % 10 === 0 ? 3 : 1)));
    const score = scoreFor([periods], fixed(2));
    expect(score).toMatchObject({ machines: 1, cpuFreed: 0.5, cpuMachinesAbove: 1 });
    expect(score.cpuAbove).toBeCloseTo(0.1, 1);
    expect(score.memory).toMatchObject({ freed: 0.5, above: 0, machinesAny: 0 });
  });

  it('asks with the past alone, day by day, and applies what differs enough', () => {
    const asked: number[] = [];
    const adviser: Adviser = {
      name: 'remembers',
      advise: history => {
        asked.push(Math.max(...history.map(({ time }) => time)) / DAY);
        // 1, 1.05, 1.10, 1.15, 1.20: the third differs by a tenth and is applied, the others do not.
        return { cores: 1 + 0.05 * (asked.length - 1), bytes: null };
      },
    };
    const score = scoreFor([rolling(traceOf(12, () => 1))], adviser);
    expect(asked.map(Math.ceil)).toEqual([7, 8, 9, 10, 11]);
    expect(score.changesPerMachine).toBe(1);
    expect(score.memory).toBeNull();
  });

  it('does not roll what is too short', () => {
    expect([canRoll(traceOf(8, () => 1)), canRoll(traceOf(9, () => 1))]).toEqual([false, true]);
  });
});

describe('anybody’s traces', () => {
  let directory: string;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'greenops-traces-'));
  });
  afterEach(() => rmSync(directory, { recursive: true }));

  const lines = (header: string, line: (index: number) => string) =>
    [header, ...Array.from({ length: 120 }, (_, index) => line(index))].join('\n');

  it('are read as CSV, in any order of the columns, packed or not, and benchmarked', () => {
    writeFileSync(
      join(directory, 'plain.csv'),
      lines('time,cores,bytes,capacityCores,capacityBytes', index => `${index * 300},0.5,1e8,2,1e9`),
    );
    writeFileSync(
      join(directory, 'named.csv.gz'),
      gzipSync(
        lines(
          'Timestamp,machine,CPU,capacity',
          index => `${new Date(index * 300_000).toISOString()},${index % 2 === 0 ? 'a' : 'b'},1,4`,
        ).replace(/$/, ''),
      ),
    );
    writeFileSync(join(directory, 'strange.csv'), 'what,is,this\n1,2,3');
    const [dataSet] = readDataSets(directory);
    expect(
      dataSet?.traces.map(({ name, samples }) => [name, samples.length, samples[0]?.capacityCores]),
    ).toEqual([['plain', 120, 2]]);
    expect(dataSet?.leftOut).toEqual([
      'a: 60 usable samples, 100 are needed',
      'b: 60 usable samples, 100 are needed',
      'strange.csv: it fits no known format of CPU or memory use',
    ]);
    if (!dataSet) throw new Error('nothing was read');
    const result = benchmark(dataSet);
    expect(textOf(result)).toContain('Rolling: skipped');
    expect(textOf(result)).not.toContain('in-sample');
    expect(plotOf(result)).toMatch(/^<svg .*<\/svg>\n$/s);
  });

  it('that our constants were fitted on are said to be so', () => {
    const folder = join(directory, 'nezha-pods');
    mkdirSync(folder);
    writeFileSync(
      join(folder, 'pod.csv'),
      lines('time,cores,capacity', index => `${index * 300},0.5,2`),
    );
    const [dataSet] = readDataSets(directory);
    if (!dataSet) throw new Error('nothing was read');
    expect(textOf(benchmark(dataSet))).toContain('in-sample');
  });

  it('of CloudWatch are read where they are of CPU', () => {
    const rows = lines(
      'timestamp,value',
      index =>
        `2014-02-14 ${String(index % 24).padStart(2, '0')}:${index < 24 ? '00' : String(10 + Math.floor(index / 24))}:00,${index < 24 ? 50 : 25}`,
    );
    writeFileSync(join(directory, 'ec2_cpu_utilization_1.csv'), rows);
    writeFileSync(join(directory, 'ec2_network_in_1.csv'), rows);
    const [dataSet] = readDataSets(directory);
    expect(dataSet?.traces.map(({ name, samples }) => [name, samples.length, samples[0]])).toEqual([
      [
        'ec2_cpu_utilization_1',
        120,
        { time: Date.UTC(2014, 1, 14) / 1000, cores: 0.5, capacityCores: 1, memory: null },
      ],
    ]);
    expect(dataSet?.leftOut).toEqual(['ec2_network_in_1.csv: it fits no known format of CPU or memory use']);
  });

  it('that are not there are told', () => {
    expect(readDataSets(join(directory, 'nowhere'))).toEqual([]);
  });
});
