/** A sum of figures of which some may not be known. */
export interface KnownSum {
  /** `null` where none is known: that is not zero. */
  readonly value: number | null;
  readonly known: number;
  readonly of: number;
}

export function sumKnown(values: readonly (number | null)[]): KnownSum {
  const known = values.filter(value => value !== null);
  return {
    value: known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0),
    known: known.length,
    of: values.length,
  };
}
