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
