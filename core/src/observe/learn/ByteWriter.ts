const TEXT = new TextEncoder();
const ASCII = /^[ -~]*$/;
/** Numbers below this are written by bit operations. */
const SMALL = 2 ** 31;

/** Writes whole numbers, the small ones in few bytes, and texts; its buffer is used again. */
export class ByteWriter {
  #bytes = new Uint8Array(4096);
  #length = 0;

  clear(): void {
    this.#length = 0;
  }

  /** @param value - whole, not negative; seven bits a byte, lowest first, the eighth says that more follow */
  number(value: number): void {
    let rest = value;
    while (rest >= SMALL) {
      const low = rest % 128;
      this.#byte(low | 128);
      rest = (rest - low) / 128;
    }
    while (rest >= 128) {
      this.#byte((rest & 127) | 128);
      rest >>>= 7;
    }
    this.#byte(rest);
  }

  /** @param value - whole */
  signed(value: number): void {
    this.number(value < 0 ? -2 * value - 1 : 2 * value);
  }

  text(text: string): void {
    // Names are ASCII, nearly always; an array for each would be slow.
    if (!ASCII.test(text)) {
      this.#append(TEXT.encode(text));
      return;
    }
    this.number(text.length);
    this.#ensure(text.length);
    for (let index = 0; index < text.length; index += 1) {
      this.#bytes[this.#length + index] = text.charCodeAt(index);
    }
    this.#length += text.length;
  }

  /** Writes what another one has written, as it is. */
  append(other: ByteWriter): void {
    this.#ensure(other.#length);
    this.#bytes.set(other.#bytes.subarray(0, other.#length), this.#length);
    this.#length += other.#length;
  }

  /** What was written, until something else is: whoever keeps it makes a copy. */
  get written(): Uint8Array {
    return this.#bytes.subarray(0, this.#length);
  }

  #append(bytes: Uint8Array): void {
    this.number(bytes.length);
    this.#ensure(bytes.length);
    this.#bytes.set(bytes, this.#length);
    this.#length += bytes.length;
  }

  #byte(value: number): void {
    if (this.#length === this.#bytes.length) this.#ensure(1);
    this.#bytes[this.#length] = value;
    this.#length += 1;
  }

  #ensure(more: number): void {
    if (this.#length + more <= this.#bytes.length) return;
    const larger = new Uint8Array(Math.max(2 * this.#bytes.length, this.#length + more));
    larger.set(this.#bytes);
    this.#bytes = larger;
  }
}
