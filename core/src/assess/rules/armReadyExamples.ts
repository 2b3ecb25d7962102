import { type PriceBook, type Provenance, usdPerHour } from '../../model/index.ts';
import type { ClusterSketch, ContainerSketch, NodeSketch } from '../examples/clusterSketch.ts';
import type { RuleDeclaration } from '../rule.ts';

const billed: Provenance = { kind: 'billed', method: 'opencost', source: 'OpenCost' };
const priced = (perCore: number) => ({
  perCore: usdPerHour(perCore),
  perGiB: usdPerHour(perCore / 8),
  perGpu: null,
  provenance: billed,
});
/** The first two nodes are x86, the third is Arm and a fifth cheaper. */
const NODES: readonly NodeSketch[] = [
  { declared: { architecture: 'amd64' } },
  { declared: { architecture: 'amd64' } },
  { declared: { architecture: 'arm64' } },
];
const PRICES: PriceBook = {
  nodes: new Map([
    ['node-0', priced(0.04)],
    ['node-1', priced(0.04)],
    ['node-2', priced(0.032)],
  ]),
  fallback: priced(0.04),
  storagePerGiB: usdPerHour(0.00005),
  storageProvenance: billed,
};
const both: ContainerSketch = { cpuRequest: 2, imageFacts: { platforms: ['linux/amd64', 'linux/arm64'] } };

const cluster = (
  container: ContainerSketch,
  over: Partial<ClusterSketch['workloads'][number]> = {},
): ClusterSketch => ({
  nodes: NODES,
  facts: { prices: PRICES },
  workloads: [{ replicas: 2, on: [0, 1], scheduling: {}, containers: [container], ...over }],
});

export const armReadyExamples: RuleDeclaration['examples'] = [
  {
    name: 'has images for both and runs on the dearer nodes',
    cluster: cluster(both),
    verdict: 'found',
  },
  {
    name: 'has an image for x86 only',
    cluster: cluster({ ...both, imageFacts: { platforms: ['linux/amd64'] } }),
    verdict: 'not found',
  },
  {
    name: 'asks for x86',
    cluster: cluster(both, { scheduling: { nodeSelector: { 'kubernetes.io/arch': 'amd64' } } }),
    verdict: 'not found',
  },
  {
    name: 'runs in a cluster without Arm nodes',
    cluster: { ...cluster(both), nodes: NODES.slice(0, 2) },
    verdict: 'not found',
  },
  {
    name: 'would pay as much on Arm',
    cluster: {
      ...cluster(both),
      facts: {
        prices: { ...PRICES, nodes: new Map([0, 1, 2].map(index => [`node-${index}`, priced(0.04)])) },
      },
    },
    verdict: 'not found',
  },
  {
    name: 'comes from a registry that did not answer',
    cluster: cluster({ cpuRequest: 2 }),
    verdict: 'not assessed',
  },
];
