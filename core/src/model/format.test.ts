import fc from 'fast-check';
import {
  formatAmount,
  formatBytes,
  formatCarbon,
  formatCores,
  formatCount,
  formatDuration,
  formatEnergy,
  formatEstimate,
  formatEvidence,
  formatRatio,
  formatUsd,
} from './format.ts';
import { parseKubernetesQuantity } from './kubernetesQuantity.ts';
import { bytes, cores, gramsCO2e, kilowattHours, ratio, seconds, usd } from './quantity.ts';

const MIB = 2 ** 20;

describe('quantities read as people expect', () => {
  it.each([
    [0, '0m'],
    [0.0004, '0.4m'],
    [0.00996, '10m'],
    [0.25, '250m'],
    [0.9994, '999m'],
    [0.9996, '1 core'],
    [1, '1 core'],
    [1.0004, '1 core'],
    [1.337, '1.34 cores'],
    [128.4, '128 cores'],
    [-0.5, '-500m'],
  ])('%d cores: %s', (amount, text) => expect(formatCores(cores(amount))).toBe(text));

  it.each([
    [0, '0 B'],
    [1023, '1,023 B'],
    [512 * MIB, '512 MiB'],
    [1023 * MIB, '1,023 MiB'],
    [1023.9 * MIB, '1 GiB'],
    [1406 * MIB, '1.37 GiB'],
    [372.4 * MIB, '372 MiB'],
    [-2 * 1024 * MIB, '-2 GiB'],
  ])('%d bytes: %s', (amount, text) => expect(formatBytes(bytes(amount))).toBe(text));

  it.each([
    [0, '$0.00'],
    [0.004, '$0.00'],
    [-0.004, '$0.00'],
    [-3.2, '-$3.20'],
    [99.994, '$99.99'],
    [99.996, '$100'],
    [1234.5, '$1,235'],
    [1_234_567, '$1,234,567'],
  ])('%d dollars: %s', (amount, text) => expect(formatUsd(usd(amount))).toBe(text));

  it.each([
    [0, '0 gCO₂e'],
    [4.66, '4.7 gCO₂e'],
    [483.2, '483 gCO₂e'],
    [999.4, '999 gCO₂e'],
    [999.6, '1 kgCO₂e'],
    [15_955, '16 kgCO₂e'],
    [999_600, '1 tCO₂e'],
    [-31.4, '-31 gCO₂e'],
  ])('%d grams: %s', (amount, text) => expect(formatCarbon(gramsCO2e(amount))).toBe(text));

  it.each([
    [0.29, '290 Wh'],
    [0.9996, '1 kWh'],
    [37.24, '37.2 kWh'],
    [999.6, '1 MWh'],
  ])('%d kWh: %s', (amount, text) => expect(formatEnergy(kilowattHours(amount))).toBe(text));

  it.each([
    [0, '0 %'],
    [0.0001, '< 0.1 %'],
    [0.004, '0.4 %'],
    [0.0096, '1 %'],
    [0.126, '13 %'],
    [0.9997, '99.97 %'],
    [0.999996, '> 99.99 %'],
    [1, '100 %'],
    [1.5, '150 %'],
    [-0.2, '-20 %'],
  ])('%d as a share: %s', (amount, text) => expect(formatRatio(ratio(amount))).toBe(text));

  it.each([
    [45, '45 s'],
    [7 * 3_600, '7 h'],
    [20 * 3_600, '20 h'],
    [3 * 86_400, '3 d'],
    [71 * 3_600, '2.96 d'],
  ])('%d seconds: %s', (amount, text) => expect(formatDuration(seconds(amount))).toBe(text));

  it('counts, whole or on average', () => {
    expect([formatCount(1, 'node'), formatCount(2_000, 'node')]).toEqual(['1 node', '2,000 nodes']);
    expect([formatAmount(123_456_789), formatAmount(1 / 48)]).toEqual(['123,456,789', '0.0208']);
  });

  it('estimates, with bounds where they differ', () => {
    const estimate = (low: number, likely: number, high: number) =>
      formatEstimate({ low: usd(low), likely: usd(likely), high: usd(high) }, formatUsd);
    expect(estimate(8, 12, 16)).toBe('$12.00 ($8.00 – $16.00)');
    expect(estimate(12, 12.001, 12.002)).toBe('$12.00');
  });

  it('evidence in its unit', () => {
    expect(formatEvidence(103.37, 'gCO2e/kWh')).toBe('103 gCO₂e/kWh');
    expect(formatEvidence(3.65, 'kWh/month')).toBe('3.65 kWh/month');
    expect(formatEvidence(1.2, 'count')).toBe('1.2');
  });
});

describe('whatever the amount', () => {
  const amount = fc.double({ min: -1e15, max: 1e15, noNaN: true });
  const writers: readonly (readonly [string, (value: number) => string])[] = [
    ['cores', value => formatCores(cores(value))],
    ['bytes', value => formatBytes(bytes(value))],
    ['dollars', value => formatUsd(usd(value))],
    ['carbon', value => formatCarbon(gramsCO2e(value))],
    ['energy', value => formatEnergy(kilowattHours(value))],
    ['ratio', value => formatRatio(ratio(value))],
  ];

  it.each(writers)('%s: no exponent, no NaN, no negative zero, no thousand of a unit', (_, write) => {
    fc.assert(
      fc.property(amount, value => {
        const text = write(value);
        expect(text).not.toMatch(/e[+-]?\d|NaN|-0(?![.\d]|\.\d*[1-9])|-\$0\.00/);
        expect(text).not.toMatch(/^-?1,0(00|24) (g|kg|Wh|kWh|B|KiB|MiB|GiB)|^-?1000m$/);
      }),
    );
  });

  it('reads within half a per cent of what a manifest of whole MiB says', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 4_000_000 }), mebibytes => {
        const [digits = '', unit = ''] = formatBytes(bytes(mebibytes * MIB))
          .replaceAll(',', '')
          .split(' ');
        const read = parseKubernetesQuantity(`${digits}${unit.replace('B', '')}`);
        expect(Math.abs(read / (mebibytes * MIB) - 1)).toBeLessThan(0.005);
      }),
    );
  });
});
