import fc from 'fast-check';
import { InvalidInputError } from './errors.ts';
import {
  bytesToKubernetesQuantity,
  coresToKubernetesQuantity,
  parseKubernetesQuantity,
} from './kubernetesQuantity.ts';
import { bytes, cores } from './quantity.ts';

const SUFFIXES = ['', 'n', 'u', 'm', 'k', 'M', 'G', 'T', 'P', 'E', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'];

describe('parseKubernetesQuantity', () => {
  it.each([
    ['100m', 0.1],
    ['0.5m', 0.0005],
    ['1', 1],
    ['.5', 0.5],
    ['2e3', 2000],
    ['1E2', 100],
    ['1E', 1e18],
    ['1Ei', 2 ** 60],
    ['128Mi', 134_217_728],
    ['1.5Gi', 1_610_612_736],
    ['500k', 500_000],
    ['-1', -1],
    ['250u', 0.00025],
  ])('reads %s as %d', (text, amount) => {
    expect(parseKubernetesQuantity(text)).toBeCloseTo(amount, 12);
  });

  // Near misses: each looks like a quantity and is refused by the Kubernetes API server too.
  it.each(['', 'm', '1e3Mi', '1 Gi', '1GiB', '1mi', '1KI', '0x10', '1_000', 'NaN', '1.5.2'])(
    'refuses "%s"',
    text => {
      expect(() => parseKubernetesQuantity(text)).toThrow(/is not a Kubernetes quantity/);
    },
  );
});

describe('writing quantities', () => {
  it('rounds up, so that a written request is never below its target', () => {
    expect(coresToKubernetesQuantity(cores(0.1234))).toBe('124m');
    expect(coresToKubernetesQuantity(cores(2))).toBe('2');
    expect(bytesToKubernetesQuantity(bytes(300_000_000))).toBe('287Mi');
    expect(bytesToKubernetesQuantity(bytes(2 ** 30))).toBe('1Gi');
  });

  it('survives binary fractions of millicores', () => {
    // 0.29 × 1000 is 290.00000000000006 in binary; that is still 290m.
    expect(coresToKubernetesQuantity(cores(0.29))).toBe('290m');
  });
});

describe('quantities of any kind', () => {
  it('CPU that was written reads back at least as much, and less than a millicore more', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1e5, noNaN: true }), amount => {
        const back = parseKubernetesQuantity(coresToKubernetesQuantity(cores(amount)));
        expect(back).toBeGreaterThanOrEqual(amount - 1e-8);
        expect(back).toBeLessThan(amount + 0.001 + 1e-8);
      }),
    );
  });

  it('memory that was written reads back at least as much, and less than a MiB more', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 2 ** 45, noNaN: true }), amount => {
        const back = parseKubernetesQuantity(bytesToKubernetesQuantity(bytes(amount)));
        expect(back).toBeGreaterThanOrEqual(amount - 2);
        expect(back).toBeLessThanOrEqual(amount + 2 ** 20);
      }),
    );
  });

  it('what was read and written again is written the same', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 10_000_000 }), count => {
        const [cpu, memory] = [coresToKubernetesQuantity(cores(count / 1000)), `${count}Mi`];
        expect(coresToKubernetesQuantity(cores(parseKubernetesQuantity(cpu)))).toBe(cpu);
        const again = bytesToKubernetesQuantity(bytes(parseKubernetesQuantity(memory)));
        expect(parseKubernetesQuantity(again)).toBe(parseKubernetesQuantity(memory));
      }),
    );
  });

  it('a suffix or an exponent is a factor, and both together are none', () => {
    fc.assert(
      fc.property(
        fc.nat(1_000_000),
        fc.constantFrom(...SUFFIXES),
        fc.integer({ min: -9, max: 9 }),
        (count, suffix, exponent) => {
          const one = parseKubernetesQuantity(`1${suffix}`);
          expect(parseKubernetesQuantity(`${count}${suffix}`)).toBeCloseTo(count * one, 6);
          expect(parseKubernetesQuantity(`-${count}${suffix}`)).toBeCloseTo(-count * one, 6);
          expect(parseKubernetesQuantity(`${count}e${exponent}`)).toBe(Number(`${count}e${exponent}`));
          if (suffix !== '')
            expect(() => parseKubernetesQuantity(`${count}e${exponent}${suffix}`)).toThrow(InvalidInputError);
        },
      ),
    );
  });

  it('any other text is refused by name, never read as a number', () => {
    fc.assert(
      fc.property(fc.string(), text => {
        const looksLikeOne = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+|[numkMGTPE]|[KMGTPE]i)?$/.test(
          text.trim(),
        );
        const read = () => parseKubernetesQuantity(text);
        if (looksLikeOne) expect(read()).not.toBeNaN();
        else expect(read).toThrow(InvalidInputError);
      }),
    );
  });
});
