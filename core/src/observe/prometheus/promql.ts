import { InvalidInputError } from '../../model/index.ts';

/** One condition of a selector; the value is any text, quoting is done here. */
export interface Matcher {
  readonly label: string;
  readonly operator: '=' | '!=' | '=~' | '!~';
  readonly value: string;
}

export const equal = (label: string, value: string): Matcher => ({ label, operator: '=', value });
export const notEqual = (label: string, value: string): Matcher => ({ label, operator: '!=', value });
export const matches = (label: string, value: string): Matcher => ({ label, operator: '=~', value });
export const matchesNot = (label: string, value: string): Matcher => ({ label, operator: '!~', value });

const NAME = /^[a-zA-Z_][a-zA-Z0-9_]*$/;
const METRIC = /^[a-zA-Z_:][a-zA-Z0-9_:]*$/;

/** A text as a PromQL string literal: whatever it holds, it stays one string. */
export function quote(text: string): string {
  return `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')}"`;
}

function checkedName(name: string, pattern: RegExp): string {
  if (!pattern.test(name)) {
    throw new InvalidInputError(
      `${JSON.stringify(name)} is not a Prometheus name`,
      'use letters, digits and underscores, and do not start with a digit',
    );
  }
  return name;
}

/**
 * Writes selectors that see one cluster only. Every selector of the product is made by
 * {@link PromqlScope.select}, so none can forget the cluster where several share a store.
 */
export class PromqlScope {
  readonly #always: readonly Matcher[];

  /**
   * @param within - conditions that every selector gets besides
   * @throws InvalidInputError when the label's name is none
   */
  constructor(
    clusterLabel?: { readonly name: string; readonly value: string },
    within: readonly Matcher[] = [],
  ) {
    const cluster = clusterLabel ? [equal(checkedName(clusterLabel.name, NAME), clusterLabel.value)] : [];
    this.#always = [...cluster, ...within];
  }

  /** The same cluster, of which only what meets the conditions is seen. */
  within(conditions: readonly Matcher[]): PromqlScope {
    return new PromqlScope(undefined, [...this.#always, ...conditions]);
  }

  /** `metric{label="value",…}`; the metric's name may be given by a matcher on `__name__` instead. */
  select(metric: string | null, ...matchers: readonly Matcher[]): string {
    const name = metric === null ? '' : checkedName(metric, METRIC);
    const conditions = [...matchers, ...this.#always].map(
      ({ label, operator, value }) => `${checkedName(label, NAME)}${operator}${quote(value)}`,
    );
    return `${name}{${conditions.join(',')}}`;
  }
}

/** `max by (…) (expression)`: one series per label set, whatever jobs and replicas scraped it. */
export const maxBy = (labels: readonly string[], expression: string): string =>
  `max by (${labels.join(', ')}) (${expression})`;

export const sumBy = (labels: readonly string[], expression: string): string =>
  `sum by (${labels.join(', ')}) (${expression})`;

/** `vector[window]` with the window in whole seconds. */
export const over = (vector: string, seconds: number): string => `${vector}[${Math.round(seconds)}s]`;

/** Copies label `from` into `to` where it is not empty. */
export const renamed = (expression: string, from: string, to: string): string =>
  `label_replace(${expression}, ${quote(to)}, "$1", ${quote(from)}, "(.+)")`;
