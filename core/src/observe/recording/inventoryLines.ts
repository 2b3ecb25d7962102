import type { Inventory } from '../../model/index.ts';
import { OPTIONAL_LISTS, type RecordingLine } from './format.ts';

type OptionalList = (typeof OPTIONAL_LISTS)[number];

/** An inventory, one thing a line; which of the lists that may be unknown are known stands before them. */
export function* inventoryLines(inventory: Inventory): Generator<object> {
  yield { part: 'observed', at: inventory.observedAt };
  for (const node of inventory.nodes) yield { part: 'node', node };
  for (const workload of inventory.workloads) yield { part: 'workload', workload };
  for (const volumeClaim of inventory.volumeClaims) yield { part: 'volumeClaim', volumeClaim };
  yield { part: 'lists', known: OPTIONAL_LISTS.filter(list => inventory[list] !== null) };
  for (const volume of inventory.volumes ?? []) yield { part: 'volume', volume };
  for (const disruptionBudget of inventory.disruptionBudgets ?? [])
    yield { part: 'disruptionBudget', disruptionBudget };
  for (const namespace of inventory.namespaces ?? []) yield { part: 'namespace', namespace };
  for (const service of inventory.services ?? []) yield { part: 'service', service };
}

type Things<L extends OptionalList> = NonNullable<Inventory[L]>[number][];

const INVENTORY_PARTS = [
  'node',
  'workload',
  'volumeClaim',
  'volume',
  'disruptionBudget',
  'namespace',
  'service',
] as const;

/** A line that is one thing of an inventory. */
export type InventoryLine = Extract<RecordingLine, { part: (typeof INVENTORY_PARTS)[number] }>;

export const isInventoryLine = (line: RecordingLine): line is InventoryLine =>
  INVENTORY_PARTS.some(part => part === line.part);

/** Puts an inventory together again from its lines, in whatever order they come. */
export class InventoryCollector {
  readonly #nodes: Inventory['nodes'][number][] = [];
  readonly #workloads: Inventory['workloads'][number][] = [];
  readonly #volumeClaims: Inventory['volumeClaims'][number][] = [];
  readonly #things: { [L in OptionalList]: Things<L> } = {
    volumes: [],
    disruptionBudgets: [],
    namespaces: [],
    services: [],
  };

  add(line: InventoryLine): void {
    switch (line.part) {
      case 'node':
        this.#nodes.push(line.node);
        break;
      case 'workload':
        this.#workloads.push(line.workload);
        break;
      case 'volumeClaim':
        this.#volumeClaims.push(line.volumeClaim);
        break;
      case 'volume':
        this.#things.volumes.push(line.volume);
        break;
      case 'disruptionBudget':
        this.#things.disruptionBudgets.push(line.disruptionBudget);
        break;
      case 'namespace':
        this.#things.namespaces.push(line.namespace);
        break;
      case 'service':
        this.#things.services.push(line.service);
        break;
      default: {
        const never: never = line;
        return never;
      }
    }
  }

  /** @param known - the lists that were known; a recording of before there were such lists knows none */
  inventory(observedAt: Inventory['observedAt'], known: readonly OptionalList[]): Inventory {
    const list = <L extends OptionalList>(name: L): Things<L> | null =>
      known.includes(name) ? this.#things[name] : null;
    return {
      observedAt,
      nodes: this.#nodes,
      workloads: this.#workloads,
      volumeClaims: this.#volumeClaims,
      volumes: list('volumes'),
      disruptionBudgets: list('disruptionBudgets'),
      namespaces: list('namespaces'),
      services: list('services'),
    };
  }
}
