/** Facts that belong together, under a heading. */
export interface EvidenceGroup<Fact> {
  readonly title: string;
  /** One sentence on how to read them; `null` where the heading says enough. */
  readonly explanation: string | null;
  readonly facts: readonly Fact[];
}

const GROUPS: readonly (Omit<EvidenceGroup<never>, 'facts'> & { readonly prefix: string | null })[] = [
  { prefix: null, title: 'Measured and computed', explanation: null },
  {
    prefix: 'replay.',
    title: 'Replayed on its own past',
    explanation: 'Each past day was sized from the days before it alone and held against what was then used.',
  },
  {
    prefix: 'compare.',
    title: 'What others would request',
    explanation:
      'The published algorithms of these tools on the same samples, to see why the answers differ.',
  },
];

const prefixOf = ({ id }: { readonly id: string }): string | null =>
  GROUPS.find(({ prefix }) => prefix !== null && id.startsWith(prefix))?.prefix ?? null;

/** The facts under their headings, in the order in which a person asks; headings without facts are left out. */
export const evidenceGroups = <Fact extends { readonly id: string }>(
  evidence: readonly Fact[],
): readonly EvidenceGroup<Fact>[] =>
  GROUPS.map(({ prefix, title, explanation }) => ({
    title,
    explanation,
    facts: evidence.filter(fact => prefixOf(fact) === prefix),
  })).filter(({ facts }) => facts.length > 0);
