/** What a part found, for people and for machines. */
export interface BenchResult {
  readonly title: string;
  readonly columns: readonly string[];
  /** Cells as they are shown, a row each. */
  readonly rows: readonly (readonly string[])[];
  /** How to read it, and whether what was promised holds. */
  readonly notes: readonly string[];
  /** The same figures with their units in the names. */
  readonly figures: unknown;
}

export interface BenchOptions {
  /** Says what is going on; results are not said but returned. */
  readonly say: (text: string) => void;
  /** Smaller and quicker, to see that it works: the figures then prove nothing. */
  readonly quick: boolean;
}

/** One benchmark of `npm run bench`. A new one is a module with such an object and a line in `parts.ts`. */
export interface BenchPart {
  /** As it is asked for: `npm run bench -- --part learning`. */
  readonly id: string;
  /** One line: what it measures. */
  readonly summary: string;
  run(options: BenchOptions): Promise<readonly BenchResult[]>;
}
