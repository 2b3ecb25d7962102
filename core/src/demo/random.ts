// Looked up once: these run millions of times, and look-ups of globals are slow in some hosts (jest's among them).
const { cos, exp, log, sqrt } = Math;
const TURN = 2 * Math.PI;

/**
 * Reproducible randomness. A stream is named, not numbered: what one workload draws does not depend
 * on how much another has drawn, so that adding a workload leaves the others as they were.
 */
export class Random {
  readonly #name: string;
  readonly #state: Uint32Array;

  constructor(name: string) {
    this.#name = name;
    this.#state = stateOf(name);
  }

  /** A stream of its own for the thing called `label`. */
  child(label: string): Random {
    return new Random(`${this.#name}/${label}`);
  }

  /** Uniform in [0, 1). */
  next(): number {
    return step(this.#state) / 2 ** 32;
  }

  between(low: number, high: number): number {
    return low + (high - low) * this.next();
  }

  /** Whole number from `low` to `high`, both included. */
  integer(low: number, high: number): number {
    return low + Math.floor(this.next() * (high - low + 1));
  }

  /** Standard normal (Box–Muller). */
  normal(): number {
    return sqrt(-2 * log(1 - this.next())) * cos(TURN * this.next());
  }

  /** Log-normal with this median; `spread` is the standard deviation of the logarithm. */
  logNormal(median: number, spread: number): number {
    return median * exp(spread * this.normal());
  }

  /** Text of `length` characters of `alphabet`. */
  text(length: number, alphabet: string): string {
    return Array.from({ length }, () => alphabet[this.integer(0, alphabet.length - 1)]).join('');
  }
}

/** sfc32 (Chris Doty-Humphrey, PractRand): 128 bits of state, a counter among them. */
function step(state: Uint32Array): number {
  const [a = 0, b = 0, c = 0, counter = 0] = state;
  const sum = (a + b + counter) >>> 0;
  state[0] = b ^ (b >>> 9);
  state[1] = c + (c << 3);
  state[2] = ((c << 21) | (c >>> 11)) + sum;
  state[3] = counter + 1;
  return sum;
}

/** Three words from the name by FNV-1a with different starts; the first outputs, still alike for like names, are thrown away. */
function stateOf(name: string): Uint32Array {
  const state = Uint32Array.from([0x811c9dc5, 0x9e3779b9, 0x85ebca6b, 1]);
  for (let word = 0; word < 3; word += 1) {
    let hash = state[word] ?? 0;
    for (let index = 0; index < name.length; index += 1)
      hash = Math.imul(hash ^ name.charCodeAt(index), 0x01000193);
    state[word] = hash;
  }
  for (let round = 0; round < 16; round += 1) step(state);
  return state;
}
