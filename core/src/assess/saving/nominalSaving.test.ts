import { BALANCED, type Provenance } from '../../model/index.ts';
import { assess } from '../assess.ts';
import { observationOf } from '../examples/observationOf.ts';

const savingOf = (options: { grid?: number | null; priceKind?: Provenance['kind'] } = {}) => {
  const opportunity = assess(
    observationOf({
      ...options,
      workloads: [{ containers: [{ cpuRequest: 2, cpu: [0.2], memory: [445] }] }],
    }),
    BALANCED,
  ).opportunities.find(({ type }) => type === 'cpu-over-requested');
  if (!opportunity) throw new Error('there is nothing to look at');
  return opportunity;
};

describe('nominal saving', () => {
  const { saving, evidence } = savingOf();
  const target = evidence.find(({ id }) => id === 'cpu.target')?.value ?? Number.NaN;
  const freed = 2 * (2 - target);

  it('is freed request × price × pods × 730 h', () => {
    expect(saving.nominal.freedCpu).toBeCloseTo(freed, 9);
    expect(saving.nominal.freedMemory).toBe(0);
    expect(saving.nominal.usd.likely).toBeCloseTo(freed * 0.03 * 730, 9);
  });

  it('holds the node’s idle power in proportion to its cores', () => {
    // Idle 20 W of 4 cores and 16 GiB = 17.18 GB: memory takes 0.392 × 17.18 = 6.735 W, CPU 13.265 W,
    // which is 3.316 W per core. 730 h, PUE 1.2, 400 g/kWh.
    const perCore = (20 - 0.392 * 17.179869184) / 4;
    const energy = (freed * perCore * 730) / 1000;
    expect(saving.nominal.energy?.likely).toBeCloseTo(energy, 9);
    expect(saving.nominal.carbon?.likely).toBeCloseTo(energy * 1.2 * 400, 6);
  });

  it('is unknown, not zero, where the grid is unknown', () => {
    const { nominal } = savingOf({ grid: null }).saving;
    expect(nominal.carbon).toBeNull();
    expect(nominal.energy).not.toBeNull();
  });

  it('is as uncertain as the price: ± 5 % when billed, ± 30 % when it is a default', () => {
    const width = (kind: Provenance['kind']) => {
      const { low, likely, high } = savingOf({ priceKind: kind }).saving.nominal.usd;
      return [low / likely, high / likely];
    };
    // P90 and P99 of a constant use are the same; what is kept for unseen peaks (9m of 1.77) is all that
    // widens the upper bound beside the price.
    expect(width('billed')).toEqual([expect.closeTo(0.95, 9), expect.closeTo(1.055, 3)]);
    expect(width('default')).toEqual([expect.closeTo(0.7, 9), expect.closeTo(1.307, 3)]);
  });

  it('names where price, power, overhead and grid come from', () => {
    expect(saving.provenance.map(({ method }) => method)).toEqual([
      'opencost',
      'kepler',
      'ccf',
      'annual-table',
    ]);
  });

  it('does not claim to know what is realisable', () => {
    expect(saving.realisable).toBeNull();
  });
});
