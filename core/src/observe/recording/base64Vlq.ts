const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const LARGEST = Number.MAX_SAFE_INTEGER;
const DIGIT_OF_CHARACTER = new Int8Array(128).fill(-1);
for (let digit = 0; digit < ALPHABET.length; digit += 1)
  DIGIT_OF_CHARACTER[ALPHABET.charCodeAt(digit)] = digit;

/**
 * Writes whole numbers as base64 VLQ, the code of source maps: five bits a character, lowest first,
 * the sixth says that more follow, the lowest bit of all is the sign. Small numbers, which is what
 * differences are, take one character; Huffman coding in gzip then comes close to their entropy.
 *
 * @param integers - safe integers below 2^52 in size
 */
export function encodeVlq(integers: Iterable<number>): string {
  let text = '';
  for (const integer of integers) {
    let rest = integer < 0 ? -integer * 2 + 1 : integer * 2;
    while (rest >= 32) {
      const digit = rest % 32;
      text += ALPHABET[32 + digit];
      rest = (rest - digit) / 32;
    }
    text += ALPHABET[rest];
  }
  return text;
}

/**
 * Reads what {@link encodeVlq} wrote.
 *
 * @throws RangeError on a character outside the alphabet, a number that is cut off or one that is no safe integer
 */
export function decodeVlq(text: string): number[] {
  const integers: number[] = [];
  let value = 0;
  let factor = 1;
  for (let index = 0; index < text.length; index += 1) {
    const digit = DIGIT_OF_CHARACTER[text.charCodeAt(index)] ?? -1;
    if (digit < 0) throw new RangeError(`character ${index + 1} is not base64`);
    value += (digit % 32) * factor;
    if (value > LARGEST) throw new RangeError(`the number at character ${index + 1} is too large`);
    if (digit >= 32) {
      factor *= 32;
      continue;
    }
    const sign = value % 2;
    integers.push(sign === 1 ? (1 - value) / 2 : value / 2);
    value = 0;
    factor = 1;
  }
  if (factor !== 1) throw new RangeError('the last number is cut off');
  return integers;
}
