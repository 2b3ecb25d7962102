import { bytes } from '../../model/index.ts';
import type { ContainerSketch } from '../examples/clusterSketch.ts';
import type { RuleDeclaration } from '../rule.ts';

const MIB = 2 ** 20;

/** A Go program on a large node, held to two cores and half a GiB. */
const go: ContainerSketch = {
  cpuRequest: 1,
  cpuLimit: 2,
  memoryLimit: 512,
  memory: [200],
  throttled: 0.08,
  runtime: { runtime: 'go', version: 'go1.24.3', goMaxProcs: 64, liveHeap: bytes(60 * MIB) },
};
const node = (options: string, flags: readonly string[] = []): ContainerSketch => ({
  memoryLimit: 512,
  runtime: { runtime: 'node', version: 'v22.11.0' },
  declared: {
    runtimeSettings: { environment: options === '' ? {} : { NODE_OPTIONS: options }, flags },
  },
});

export const runtimeLimitsExamples: RuleDeclaration['examples'] = [
  {
    name: 'runs Go on as many threads as the node has cores and near its memory limit, beside a Node whose heap may grow beyond its own',
    cluster: {
      workloads: [
        { containers: [{ ...go, memory: [450] }] },
        { containers: [node('--max-old-space-size=4096')] },
      ],
    },
    verdict: 'found',
  },
  {
    name: 'runs Go on as many threads as the node has cores, and is throttled',
    cluster: { workloads: [{ containers: [go] }] },
    verdict: 'found',
  },
  {
    name: 'runs a Go that reads its limit by itself',
    cluster: {
      workloads: [{ containers: [{ ...go, runtime: { ...go.runtime, version: 'go1.25.1' } }] }],
    },
    verdict: 'not found',
  },
  {
    name: 'runs Go on many threads and is never stopped',
    cluster: { workloads: [{ containers: [{ ...go, throttled: 0.001 }] }] },
    verdict: 'not found',
  },
  {
    name: 'runs Go near its memory limit without knowing it',
    cluster: { workloads: [{ containers: [{ ...go, throttled: 0, memory: [450] }] }] },
    verdict: 'found',
  },
  {
    name: 'runs Go near its memory limit and knows it',
    cluster: {
      workloads: [
        {
          containers: [
            {
              ...go,
              throttled: 0,
              memory: [450],
              runtime: { ...go.runtime, goMemoryLimit: bytes(460 * MIB) },
            },
          ],
        },
      ],
    },
    verdict: 'not found',
  },
  {
    name: 'has a heap in Go that is full of what lives',
    cluster: {
      workloads: [
        {
          containers: [
            { ...go, throttled: 0, memory: [450], runtime: { ...go.runtime, liveHeap: bytes(300 * MIB) } },
          ],
        },
      ],
    },
    verdict: 'not found',
  },
  {
    name: 'lets Node grow its heap beyond its limit',
    cluster: { workloads: [{ containers: [node('--max-old-space-size=4096')] }] },
    verdict: 'found',
  },
  {
    name: 'does so in its command',
    cluster: { workloads: [{ containers: [node('', ['--max-old-space-size=4096'])] }] },
    verdict: 'found',
  },
  {
    name: 'tells Node three quarters of its limit',
    cluster: { workloads: [{ containers: [node('--max-old-space-size=384')] }] },
    verdict: 'not found',
  },
  {
    name: 'runs a Go that does not tell its release',
    cluster: { workloads: [{ containers: [{ ...go, runtime: { ...go.runtime, version: null } }] }] },
    verdict: 'not assessed',
  },
];
