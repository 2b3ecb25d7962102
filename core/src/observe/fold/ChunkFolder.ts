import type { ContainerUsage, Inventory, Seconds, TimeWindow, WorkloadTraffic } from '../../model/index.ts';
import type { SeriesChunk, SeriesFamily } from '../clusterSource.ts';
import { PodIndex } from './PodIndex.ts';
import { PowerFolder } from './PowerFolder.ts';
import { TrafficFolder } from './TrafficFolder.ts';
import { UsageFolder } from './UsageFolder.ts';

/** Hands each chunk to the folder of its family. */
export class ChunkFolder {
  readonly pods: PodIndex;
  /** Those of which there was a sample. */
  readonly families = new Set<SeriesFamily>();
  readonly power = new PowerFolder();
  readonly #usage: UsageFolder;
  readonly #traffic: TrafficFolder;

  constructor(inventory: Inventory, window: TimeWindow, step: Seconds) {
    this.pods = new PodIndex(inventory);
    this.#usage = new UsageFolder(this.pods, window, step);
    this.#traffic = new TrafficFolder(this.pods, window);
  }

  get strangers(): ReadonlySet<string> {
    return this.#usage.strangers;
  }

  add(chunk: SeriesChunk): void {
    const { family } = chunk;
    this.families.add(family);
    switch (family) {
      case 'cpu':
        this.power.addCpu(chunk);
        this.#usage.add(family, chunk);
        break;
      case 'memory':
      case 'cfsPeriods':
      case 'cfsThrottledPeriods':
      case 'oomKills':
        this.#usage.add(family, chunk);
        break;
      case 'receivedBytes':
      case 'transmittedBytes':
        this.#traffic.add(family, chunk);
        break;
      case 'podWatts':
        this.power.addPodWatts(chunk);
        break;
      case 'nodeActiveWatts':
      case 'nodeIdleWatts':
        this.power.addNode(family, chunk);
        break;
      case 'autoscalerReplicas':
      case 'gpuUtilization':
      case 'gpuMemory':
      case 'gpuWatts':
      case 'functionalUnits':
        break;
      default: {
        const never: never = family;
        throw new TypeError(`unknown series family ${String(never)}`);
      }
    }
  }

  usage(): Map<string, ContainerUsage> {
    return this.#usage.finish();
  }

  traffic(): Map<string, WorkloadTraffic> {
    return this.#traffic.finish();
  }
}
