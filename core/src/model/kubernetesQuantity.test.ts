import {
  bytesToKubernetesQuantity,
  coresToKubernetesQuantity,
  parseKubernetesQuantity,
} from './kubernetesQuantity.ts';
import { bytes, cores } from './quantity.ts';

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
