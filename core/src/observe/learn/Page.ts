import type { UnixSeconds } from '../../model/index.ts';
import type { SeriesFamily } from '../clusterSource.ts';
import { ByteReader } from './ByteReader.ts';
import { ByteWriter } from './ByteWriter.ts';
import { AMOUNTS_PER_UNIT, FAMILIES, familyNumber } from './families.ts';
import { DistributionPart } from './part/DistributionPart.ts';
import { HoursPart } from './part/HoursPart.ts';
import { NameTable } from './part/NameTable.ts';
import { ReplicasPart } from './part/ReplicasPart.ts';
import { ResourcePart } from './part/ResourcePart.ts';
import { TotalPart } from './part/TotalPart.ts';
import type { SubjectKind } from './subject.ts';

export type AnyPart = ResourcePart | TotalPart | DistributionPart | HoursPart | ReplicasPart;

/** Of the packing: pages of another number cannot be read. */
export const PAGE_FORMAT = 1;

/** Used again for every page. The names stand before the parts that refer to them, and are known only after these. */
const body = new ByteWriter();
const head = new ByteWriter();

/** What was learned of one subject on one day: a part for each family of series. */
export class Page {
  readonly kind: SubjectKind;
  readonly day: UnixSeconds;
  readonly #parts = new Map<SeriesFamily, AnyPart>();

  constructor(kind: SubjectKind, day: UnixSeconds) {
    this.kind = kind;
    this.day = day;
  }

  get isEmpty(): boolean {
    return this.#parts.size === 0;
  }

  families(): IterableIterator<SeriesFamily> {
    return this.#parts.keys();
  }

  part(family: SeriesFamily): AnyPart | undefined {
    return this.#parts.get(family);
  }

  /** The part of a family of resources (`cpu`, `memory` of a container). */
  resource(family: 'cpu' | 'memory'): ResourcePart {
    return this.#partOf(family, ResourcePart, () => new ResourcePart(this.day, AMOUNTS_PER_UNIT[family]));
  }

  total(family: SeriesFamily): TotalPart {
    return this.#partOf(family, TotalPart, () => new TotalPart());
  }

  distribution(family: SeriesFamily): DistributionPart {
    return this.#partOf(family, DistributionPart, () => new DistributionPart(AMOUNTS_PER_UNIT[family]));
  }

  hours(family: SeriesFamily): HoursPart {
    return this.#partOf(family, HoursPart, () => new HoursPart(this.day));
  }

  replicas(ends: { readonly minReplicas: number; readonly maxReplicas: number }): ReplicasPart {
    return this.#partOf('autoscalerReplicas', ReplicasPart, () => new ReplicasPart(ends));
  }

  /** Takes back what a family has said. */
  forget(family: SeriesFamily): void {
    this.#parts.delete(family);
  }

  /** @param other - of the same subject and day; parts may be taken over from it */
  merge(other: Page): void {
    for (const [family, theirs] of other.#parts) {
      const ours = this.#parts.get(family);
      if (ours === undefined) this.#parts.set(family, theirs);
      else mergeParts(ours, theirs);
    }
  }

  /** The page as bytes, which are good until the next page is packed: {@link LearnedPages} copies them. */
  pack(): Uint8Array {
    const names = new NameTable();
    body.clear();
    for (const [family, part] of [...this.#parts].sort(([a], [b]) => familyNumber(a) - familyNumber(b))) {
      body.number(familyNumber(family));
      part.write(body, names);
    }
    head.clear();
    names.write(head);
    head.append(body);
    return head.written;
  }

  /** @throws RangeError where the bytes are no page */
  static unpack(kind: SubjectKind, day: UnixSeconds, bytes: Uint8Array): Page {
    const page = new Page(kind, day);
    const from = new ByteReader(bytes);
    const names = NameTable.read(from);
    while (!from.atEnd) {
      const family = FAMILIES[from.number()];
      if (family === undefined) throw new RangeError('a page has a family that this version does not know');
      page.#parts.set(family, readPart(kind, family, from, names, day));
    }
    return page;
  }

  #partOf<P extends AnyPart>(
    family: SeriesFamily,
    type: abstract new (...given: never[]) => P,
    create: () => P,
  ): P {
    const existing = this.#parts.get(family);
    if (existing instanceof type) return existing;
    const created = create();
    this.#parts.set(family, created);
    return created;
  }
}

function readPart(
  kind: SubjectKind,
  family: SeriesFamily,
  from: ByteReader,
  names: NameTable,
  day: UnixSeconds,
): AnyPart {
  switch (kind) {
    case 'c':
      return family === 'cpu' || family === 'memory'
        ? ResourcePart.read(from, names, day, AMOUNTS_PER_UNIT[family])
        : TotalPart.read(from);
    case 't':
    case 'g':
      return DistributionPart.read(from, AMOUNTS_PER_UNIT[family]);
    case 'a':
      return ReplicasPart.read(from);
    case 'u':
    case 'p':
    case 'n':
    case 'k':
      return HoursPart.read(from, day);
    default: {
      const never: never = kind;
      throw new RangeError(`a page is about something unknown: ${String(never)}`);
    }
  }
}

function mergeParts(ours: AnyPart, theirs: AnyPart): void {
  if (ours instanceof ResourcePart && theirs instanceof ResourcePart) ours.merge(theirs);
  else if (ours instanceof TotalPart && theirs instanceof TotalPart) ours.merge(theirs);
  else if (ours instanceof DistributionPart && theirs instanceof DistributionPart) ours.merge(theirs);
  else if (ours instanceof HoursPart && theirs instanceof HoursPart) ours.merge(theirs);
  else if (ours instanceof ReplicasPart && theirs instanceof ReplicasPart) ours.merge(theirs);
}
