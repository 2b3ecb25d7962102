/** Who wrote the text that people read. */
export type Author =
  | { readonly kind: 'template' }
  | { readonly kind: 'model'; readonly provider: string; readonly model: string };

/** The explanation of an opportunity: text only, every number in it is one of the opportunity's facts. */
export interface Recommendation {
  readonly opportunityId: string;
  readonly author: Author;
  /** One line that says what to do: `Lower the CPU request of server from 2 to 640m`. */
  readonly title: string;
  /** Two or three sentences: what was seen, what to change, what it saves. */
  readonly summary: string;
  readonly why: readonly string[];
  readonly risks: readonly string[];
  readonly steps: readonly string[];
  readonly watchAfterwards: readonly string[];
}

/**
 * How a rule puts its finding into words. `{fact.id}` is replaced by that fact of the evidence, written
 * in its unit, `{+fact.id}` by the same without its sign; `{subject}` by the name of what the finding is
 * about, `{container}` by the container's, `{changes}` by the values to set. A sentence with a fact
 * that is not known is left out. No other number may stand in a text, so that none can be wrong.
 */
export interface Wording {
  readonly title: string;
  readonly summary: readonly string[];
  readonly why: readonly string[];
  readonly steps: readonly string[];
  readonly watchAfterwards: readonly string[];
}
