import { type EvidenceFact, formatEvidence, type Opportunity } from '../model/index.ts';

/** A sentence of the text, or nothing where a fact it would need is not known. */
export type Sentence = string | null;

/**
 * The facts of an opportunity, as texts may use them: written in their unit by `model/format`, so
 * that no text holds a number that is not a fact.
 */
export class FactSheet {
  readonly #facts: ReadonlyMap<string, EvidenceFact>;

  constructor(opportunity: Opportunity) {
    this.#facts = new Map(opportunity.evidence.map(fact => [fact.id, fact]));
  }

  /** `null` where the fact is not known. */
  value(id: string): number | null {
    return this.#facts.get(id)?.value ?? null;
  }

  /**
   * Fills `{fact.id}` places; `{+fact.id}` writes the amount without its sign, for texts that say
   * "costs" or "frees" themselves. `null` as soon as one fact is not known.
   */
  sentence(template: string): Sentence {
    let complete = true;
    const text = template.replace(/\{(\+?)([a-z][\w.-]*)\}/g, (_, unsigned: string, id: string) => {
      const fact = this.#facts.get(id);
      if (!fact) {
        complete = false;
        return '';
      }
      return formatEvidence(unsigned ? Math.abs(fact.value) : fact.value, fact.unit);
    });
    return complete ? text : null;
  }
}

/** The sentences that could be written. */
export const written = (...sentences: readonly Sentence[]): readonly string[] =>
  sentences.filter(sentence => sentence !== null);

/** The same, as one paragraph. */
export const paragraph = (...sentences: readonly Sentence[]): string => written(...sentences).join(' ');
