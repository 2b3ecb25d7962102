import { containerKey, type ContainerUsage, type Workload } from '../../../model/index.ts';
import type { LearnedView } from '../LearnedView.ts';
import { ResourcePart } from '../part/ResourcePart.ts';
import { containerSubject, namesIn } from '../subject.ts';
import { containerUsage } from './containerUsage.ts';

/** Unpacked containers that are kept at hand: whoever judges a workload asks for the same few again and again. */
const MOST_AT_HAND = 12;

interface Known {
  readonly workload: Workload;
  readonly container: string;
}

/**
 * The usage of all containers of the inventory, by container key, of which only a few are unpacked at a
 * time: fifty thousand containers with two weeks each would take gigabytes.
 */
export class UsageByContainer implements ReadonlyMap<string, ContainerUsage> {
  readonly #view: LearnedView;
  readonly #known = new Map<string, Known>();
  readonly #atHand = new Map<string, ContainerUsage>();

  constructor(view: LearnedView, workloads: readonly Workload[]) {
    this.#view = view;
    const byId = new Map(workloads.map(workload => [workload.id, workload]));
    for (const subject of view.subjects('c')) {
      const [id = '', container = ''] = namesIn(subject, 2);
      const workload = byId.get(id);
      if (workload && hasUsage(view, subject)) {
        this.#known.set(containerKey(id, container), { workload, container });
      }
    }
  }

  get size(): number {
    return this.#known.size;
  }

  has(key: string): boolean {
    return this.#known.has(key);
  }

  get(key: string): ContainerUsage | undefined {
    const atHand = this.#atHand.get(key);
    if (atHand) return atHand;
    const known = this.#known.get(key);
    if (known === undefined) return undefined;
    const usage = containerUsage(this.#view, containerSubject(known.workload.id, known.container), known);
    if (usage === null) return undefined;
    const [oldest] = this.#atHand.keys();
    if (this.#atHand.size >= MOST_AT_HAND && oldest !== undefined) this.#atHand.delete(oldest);
    this.#atHand.set(key, usage);
    return usage;
  }

  keys(): MapIterator<string> {
    return this.#known.keys();
  }

  *entries(): MapIterator<[string, ContainerUsage]> {
    for (const key of this.#known.keys()) {
      const usage = this.get(key);
      if (usage) yield [key, usage];
    }
  }

  *values(): MapIterator<ContainerUsage> {
    for (const [, usage] of this.entries()) yield usage;
  }

  [Symbol.iterator](): MapIterator<[string, ContainerUsage]> {
    return this.entries();
  }

  forEach(
    visit: (usage: ContainerUsage, key: string, map: ReadonlyMap<string, ContainerUsage>) => void,
  ): void {
    for (const [key, usage] of this.entries()) visit(usage, key, this);
  }
}

/** The newest day nearly always has it; only where it has not are the others unpacked. */
function hasUsage(view: LearnedView, subject: string): boolean {
  return view.someDay(
    subject,
    page =>
      page.part('oomKills') !== undefined ||
      [page.part('cpu'), page.part('memory')].some(
        part => part instanceof ResourcePart && part.steady.count + (part.startUp?.count ?? 0) > 0,
      ),
  );
}
