import { bytes, type RuntimeUsage } from '../../model/index.ts';
import { runtimeFloor, runtimeReach } from './runtimeFloor.ts';

const MIB = 2 ** 20;
const usage = (over: Partial<RuntimeUsage>): RuntimeUsage => ({
  workloadId: 'w',
  container: 'app',
  runtime: 'jvm',
  version: null,
  liveHeap: null,
  maxHeap: null,
  nonHeap: null,
  threads: null,
  goMaxProcs: null,
  goMemoryLimit: null,
  ...over,
});

describe('runtimeFloor', () => {
  it('is twice the live heap of a JVM, its other memory, and a stack for each thread', () => {
    const jvm = usage({ liveHeap: bytes(200 * MIB), nonHeap: bytes(150 * MIB), threads: 40 });
    expect(runtimeFloor(jvm)).toBe((400 + 150 + 40) * MIB);
  });

  it('adds no stacks for Go, which counts them in its other memory', () => {
    const go = usage({ runtime: 'go', liveHeap: bytes(50 * MIB), nonHeap: bytes(10 * MIB), threads: 40 });
    expect(runtimeFloor(go)).toBe(110 * MIB);
  });

  it('is not known without the live heap, which is not zero', () => {
    expect(runtimeFloor(usage({ nonHeap: bytes(MIB) }))).toBeNull();
  });
});

describe('runtimeReach', () => {
  it('is how far the heap of a JVM may grow, and what is besides it', () => {
    const jvm = usage({ maxHeap: bytes(1024 * MIB), nonHeap: bytes(150 * MIB), threads: 26 });
    expect(runtimeReach(jvm)).toBe((1024 + 150 + 26) * MIB);
  });

  it('is the memory limit of Go as it is', () => {
    expect(runtimeReach(usage({ runtime: 'go', goMemoryLimit: bytes(450 * MIB) }))).toBe(450 * MIB);
    expect(runtimeReach(usage({ runtime: 'go', nonHeap: bytes(MIB) }))).toBeNull();
  });
});
