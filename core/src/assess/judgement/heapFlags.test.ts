import { bytes } from '../../model/index.ts';
import { heapFlag, heapSetting, nodeHeap, withHeap, withNodeHeap } from './heapFlags.ts';

const MIB = 2 ** 20;
const settings = (environment: Record<string, string>, flags: string[] = []) => ({ environment, flags });

describe('heapSetting', () => {
  it('is the variable that holds the heap, else the one that every JVM reads', () => {
    expect(heapSetting(settings({ JAVA_OPTS: '-Xmx1g -XX:+UseZGC' }))).toEqual({
      variable: 'JAVA_OPTS',
      flags: '-Xmx1g -XX:+UseZGC',
    });
    expect(heapSetting(settings({}))).toEqual({ variable: 'JAVA_TOOL_OPTIONS', flags: null });
  });

  it('is out of reach of a variable where the command sets it, or two variables do', () => {
    expect(heapSetting(settings({}, ['-Xmx2g'])).variable).toBeNull();
    expect(heapSetting(settings({ JAVA_OPTS: '-Xmx1g', _JAVA_OPTIONS: '-Xmx2g' })).variable).toBeNull();
  });
});

describe('withHeap', () => {
  it('replaces every flag that sizes the heap and keeps the others', () => {
    expect(withHeap('-Xms1g -Xmx2g -XX:+UseZGC -XX:MaxRAMPercentage=50', '-Xmx300m')).toBe(
      '-XX:+UseZGC -Xmx300m',
    );
    expect(withHeap(null, '-Xmx300m')).toBe('-Xmx300m');
  });
});

describe('heapFlag', () => {
  it('is a share of the limit, rounded down', () => {
    expect(heapFlag(bytes(683 * MIB), bytes(1024 * MIB))).toBe('-XX:MaxRAMPercentage=66.6');
  });
  it('is an amount without a limit, or with one so small that the JVM reads another percentage', () => {
    expect(heapFlag(bytes(100.9 * MIB), null)).toBe('-Xmx100m');
    expect(heapFlag(bytes(100 * MIB), bytes(256 * MIB))).toBe('-Xmx100m');
  });
});

describe('nodeHeap', () => {
  it('reads megabytes, the last word counts, and the command wins', () => {
    const both = settings({ NODE_OPTIONS: '--max-old-space-size=512 --max_old_space_size=768' });
    expect(nodeHeap(both)).toEqual({ bytes: 768 * MIB, inCommand: false });
    expect(nodeHeap({ ...both, flags: ['--max-old-space-size=4096'] })).toEqual({
      bytes: 4096 * MIB,
      inCommand: true,
    });
    expect(nodeHeap(settings({}))).toBeNull();
    expect(withNodeHeap('--max-old-space-size=4096 --max-semi-space-size=64', bytes(768 * MIB))).toBe(
      '--max-semi-space-size=64 --max-old-space-size=768',
    );
  });
});
