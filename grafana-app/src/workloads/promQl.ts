/** Building PromQL: every value that comes from outside is escaped here and nowhere else. */

/** `"…"` as PromQL reads it back. */
export const quote = (text: string): string => JSON.stringify(text);

export interface Matcher {
  readonly label: string;
  readonly operator: '=' | '!=' | '=~' | '!~';
  readonly value: string;
}

export const equals = (label: string, value: string): Matcher => ({ label, operator: '=', value });
export const matches = (label: string, pattern: string): Matcher => ({
  label,
  operator: '=~',
  value: pattern,
});
export const differs = (label: string, value: string): Matcher => ({ label, operator: '!=', value });

/** `metric{a="b",c=~"d"}`. */
export const selector = (metric: string, matchers: readonly Matcher[]): string =>
  `${metric}{${matchers.map(({ label, operator, value }) => `${label}${operator}${quote(value)}`).join(',')}}`;

/** Per second, over a window that Grafana fits to the panel's step and the scrape interval. */
export const rate = (vector: string): string => `rate(${vector}[$__rate_interval])`;

export const maxBy = (labels: readonly string[], vector: string): string =>
  `max by (${labels.join(', ')}) (${vector})`;

export const sum = (vector: string): string => `sum(${vector})`;
