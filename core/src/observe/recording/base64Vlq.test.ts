import fc from 'fast-check';
import { decodeVlq, encodeVlq } from './base64Vlq.ts';

describe('base64 VLQ', () => {
  it('writes the code of source maps', () => {
    // Source map specification, "VLQ": 0 → A, 1 → C, -1 → D, 16 → gB, 123 → 2H.
    expect(encodeVlq([0, 1, -1, 16, 123])).toBe('ACDgB2H');
  });

  it('reads what it wrote, whatever the numbers', () => {
    const integer = fc.integer({ min: -(2 ** 51), max: 2 ** 51 });
    fc.assert(
      fc.property(fc.array(integer), integers =>
        expect(decodeVlq(encodeVlq(integers))).toEqual(integers.map(i => i || 0)),
      ),
    );
  });

  it.each([
    ['A B', 'character 2 is not base64'],
    ['é', 'character 1 is not base64'],
    ['Ag', 'the last number is cut off'],
    ['////////////////', 'is too large'],
  ])('refuses %j', (text, reason) => {
    expect(() => decodeVlq(text)).toThrow(reason);
  });
});
