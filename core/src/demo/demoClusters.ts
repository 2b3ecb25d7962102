import type { Provenance, UnixSeconds } from '../model/index.ts';
import { chunksWithin } from '../observe/chunksWithin.ts';
import type { ClusterSource, EnergyProvenance } from '../observe/clusterSource.ts';
import type { ClusterSpec } from './cast/clusterSpec.ts';
import { PLATFORM_CLUSTER } from './cast/platform/platformCluster.ts';
import { SHOP_CLUSTER } from './cast/shop/shopCluster.ts';
import { type GeneratedCluster, generateCluster } from './generateCluster.ts';
import { generatedInventory } from './generatedInventory.ts';
import { generatedSeries } from './generatedSeries.ts';
import { gridEndingAt } from './grid.ts';
import { hourlyGrid } from './hourlyGrid.ts';
import { Random } from './random.ts';

/** Changes with every change of what is generated for a seed. */
export const GENERATOR = { name: 'GreenOps demo generator', version: 2 } as const;

export interface DemoOptions {
  readonly seed: number;
  /** End of the window. */
  readonly end: UnixSeconds;
  /** Length of the window. */
  readonly days: number;
}

/**
 * Clusters that never ran, for people to try things on: an online shop (Google Cloud, with Kepler and
 * OpenCost) and a data platform (AWS, without either). Their identities say that they are demos. The
 * same options always give the same clusters, bit for bit.
 */
export const demoClusters = (options: DemoOptions): ClusterSource[] =>
  [SHOP_CLUSTER, PLATFORM_CLUSTER].map(spec => demoSource(spec, options));

function demoSource(spec: ClusterSpec, { seed, end, days }: DemoOptions): ClusterSource {
  const random = new Random(`${seed}/${spec.cluster.id}`);
  const grid = gridEndingAt(end, days, spec.utcOffsetHours);
  let generated: GeneratedCluster | undefined;
  const cluster = () => (generated ??= generateCluster(spec, grid, random));
  return {
    cluster: spec.cluster,
    step: grid.step,
    window: grid.window,
    inventory: async () => generatedInventory(cluster()),
    inOnePass: true,
    series: ({ spans, ...options } = {}) =>
      chunksWithin(generatedSeries(cluster(), random.child('scrapes'), options), spans),
    facts: async () => ({ seen: new Set(), runtimes: new Map(), images: new Map() }),
    energyProvenance: async () => energyProvenance(spec),
    prices: async () => spec.prices(cluster().nodes),
    grid: async () => hourlyGrid(spec.grid, grid.window, spec.utcOffsetHours, random.child('grid')),
    pue: async () => spec.pue,
    diagnose: async () => [
      {
        source: 'prometheus',
        status: 'ok',
        version: null,
        finding: `${GENERATOR.name}, seed ${seed}: nothing was measured, everything is made up`,
        cure: null,
        milliseconds: null,
      },
    ],
    notes: () => spec.notes,
  };
}

function energyProvenance({ meter }: ClusterSpec): EnergyProvenance {
  if (!meter) return { pods: null, nodes: null };
  const provenance: Provenance = {
    kind: 'modelled',
    method: 'kepler-gen2-package',
    source: `${GENERATOR.name}, as Kepler 0.11 would meter it`,
  };
  return { pods: provenance, nodes: provenance };
}
