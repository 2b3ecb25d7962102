import type { ByteReader } from '../ByteReader.ts';
import type { ByteWriter } from '../ByteWriter.ts';

/** Names of the pods in a page, each once; what a name shares with the one before it is not repeated. */
export class NameTable {
  readonly #names: string[] = [];
  readonly #numbers = new Map<string, number>();

  numberOf(name: string): number {
    const known = this.#numbers.get(name);
    if (known !== undefined) return known;
    this.#numbers.set(name, this.#names.length);
    this.#names.push(name);
    return this.#names.length - 1;
  }

  /** @throws RangeError for a number that is not in the table */
  name(number: number): string {
    const name = this.#names[number];
    if (name === undefined) throw new RangeError(`a page has no name number ${number}`);
    return name;
  }

  write(to: ByteWriter): void {
    to.number(this.#names.length);
    let before = '';
    for (const name of this.#names) {
      let shared = 0;
      while (shared < before.length && before[shared] === name[shared]) shared += 1;
      to.number(shared);
      to.text(name.slice(shared));
      before = name;
    }
  }

  static read(from: ByteReader): NameTable {
    const table = new NameTable();
    const length = from.number();
    let before = '';
    for (let index = 0; index < length; index += 1) {
      before = before.slice(0, from.number()) + from.text();
      table.numberOf(before);
    }
    return table;
  }
}
