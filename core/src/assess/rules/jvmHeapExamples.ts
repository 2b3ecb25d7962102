import { bytes, type RuntimeSettings } from '../../model/index.ts';
import type { ContainerSketch } from '../examples/clusterSketch.ts';
import type { RuleDeclaration } from '../rule.ts';

const MIB = 2 ** 20;
const settings = (environment: Record<string, string>, flags: string[] = []): RuntimeSettings => ({
  environment,
  flags,
});

/** A JVM with 200 MiB alive in a heap of 3 GiB, in 4 GiB of memory. */
const roomy: ContainerSketch = {
  memoryRequest: 4096,
  memoryLimit: 4096,
  memory: [2500],
  runtime: {
    liveHeap: bytes(200 * MIB),
    maxHeap: bytes(3072 * MIB),
    nonHeap: bytes(150 * MIB),
    threads: 50,
  },
  declared: { runtimeSettings: settings({ JAVA_TOOL_OPTIONS: '-Xmx3g' }) },
};

export const jvmHeapExamples: RuleDeclaration['examples'] = [
  {
    name: 'keeps little alive in a heap that may grow to many times as much',
    cluster: { workloads: [{ containers: [roomy] }] },
    verdict: 'found',
  },
  {
    name: 'may grow its heap beyond its limit',
    cluster: {
      workloads: [
        {
          containers: [
            {
              ...roomy,
              memoryRequest: 1024,
              memoryLimit: 1024,
              memory: [700],
              runtime: { ...roomy.runtime, maxHeap: bytes(1024 * MIB) },
            },
          ],
        },
      ],
    },
    verdict: 'found',
  },
  {
    name: 'sets its heap in its command, where no variable reaches',
    cluster: {
      workloads: [{ containers: [{ ...roomy, declared: { runtimeSettings: settings({}, ['-Xmx3g']) } }] }],
    },
    verdict: 'found',
  },
  {
    name: 'has a heap that is full of what lives',
    cluster: {
      workloads: [{ containers: [{ ...roomy, runtime: { ...roomy.runtime, liveHeap: bytes(1200 * MIB) } }] }],
    },
    verdict: 'not found',
  },
  {
    name: 'is no JVM',
    cluster: { workloads: [{ containers: [{ ...roomy, runtime: { ...roomy.runtime, runtime: 'go' } }] }] },
    verdict: 'not found',
  },
  {
    name: 'does not tell what lives in its heap',
    cluster: {
      workloads: [{ containers: [{ ...roomy, runtime: { maxHeap: bytes(3072 * MIB) } }] }],
    },
    verdict: 'not assessed',
  },
  {
    name: 'has flags and variables that nobody told',
    cluster: { workloads: [{ containers: [{ ...roomy, declared: {} }] }] },
    verdict: 'not assessed',
  },
];
