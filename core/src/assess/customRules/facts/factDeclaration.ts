import type { EvidenceUnit, Observation, Provenance } from '../../../model/index.ts';

/** What a fact can be; `labels` are looked up by key, `texts` is a list. */
export interface FactValue {
  readonly number: number;
  readonly text: string;
  readonly truth: boolean;
  readonly texts: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
}

export type FactKind = keyof FactValue;

/** One thing that an expression may ask of its subject. `null` = not known or not set: never 0, never empty. */
export interface Fact<Subject> {
  /** Where an expression finds it: `container.requests.cpu`. */
  readonly path: string;
  readonly kind: FactKind;
  /** Of a number; `null` for everything else. */
  readonly unit: EvidenceUnit | null;
  readonly label: string;
  /** What must have been read for it to be known; of these any one would do. */
  readonly needs: readonly string[];
  readonly read: (subject: Subject) => FactValue[FactKind] | null;
  readonly provenance: (observation: Observation) => Provenance;
}

export type Origin = Fact<never>['provenance'];

/** Makes the facts of one origin. */
export const factsFrom = <Subject>(provenance: Origin, needs: readonly string[] = []) => {
  const of =
    <Kind extends Exclude<FactKind, 'number'>>(kind: Kind) =>
    (path: string, label: string, read: (subject: Subject) => FactValue[Kind] | null): Fact<Subject> => ({
      path,
      kind,
      unit: null,
      label,
      needs,
      read,
      provenance,
    });
  return {
    text: of('text'),
    truth: of('truth'),
    texts: of('texts'),
    labels: of('labels'),
    number: (
      path: string,
      label: string,
      unit: EvidenceUnit,
      read: (subject: Subject) => number | null,
    ): Fact<Subject> => ({ path, kind: 'number', unit, label, needs, read, provenance }),
  };
};

/** Facts of a part, as facts of what has that part. */
export const ofPart = <Whole, Part>(
  facts: readonly Fact<Part>[],
  part: (whole: Whole) => Part,
): readonly Fact<Whole>[] => facts.map(fact => ({ ...fact, read: whole => fact.read(part(whole)) }));
