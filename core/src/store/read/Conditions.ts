/** The conditions of one statement and the values of its placeholders; a value never becomes SQL. */
export class Conditions {
  readonly #conditions: string[] = [];
  readonly #values: unknown[] = [];

  /** The placeholder of a value, with its type: Postgres cannot always guess it. */
  value(value: unknown, type: 'text' | 'text[]' | 'integer' | 'double precision'): string {
    this.#values.push(value);
    return `$${this.#values.length}::${type}`;
  }

  add(condition: string): void {
    this.#conditions.push(condition);
  }

  /** Adds `expression = value`, unless there is nothing to compare with. */
  equals(expression: string, value: string | undefined): void {
    if (value !== undefined) this.add(`${expression} = ${this.value(value, 'text')}`);
  }

  /** All conditions joined; `true` where there are none. */
  get where(): string {
    return this.#conditions.length === 0 ? 'true' : this.#conditions.map(text => `(${text})`).join(' and ');
  }

  get values(): readonly unknown[] {
    return this.#values;
  }
}
