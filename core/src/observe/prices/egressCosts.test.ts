import type { Workload } from '../../model/index.ts';
import { egressCosts, type EgressBytes } from './egressCosts.ts';

const GIB = 2 ** 30;
const workload = {
  id: 'wl',
  reference: { namespace: 'shop' },
  pods: [{ name: 'web-1' }, { name: 'web-2' }],
} as unknown as Workload;
const sent = (pod: string, reach: EgressBytes['reach'], gib: number): EgressBytes => ({
  namespace: 'shop',
  pod,
  reach,
  bytes: gib * GIB,
});

describe('egressCosts', () => {
  const prices = { zone: 0.01, region: null, internet: 0.12 };

  it('prices each byte by how far it went', () => {
    const costs = egressCosts(
      [sent('web-1', 'none', 1000), sent('web-1', 'zone', 24), sent('web-2', 'internet', 10)],
      prices,
      24,
      [workload],
    );
    expect(costs.get('wl')).toBeCloseTo((24 * 0.01 + 10 * 0.12) / 24, 12);
  });

  it('leaves out what has no price, no owner or no sense', () => {
    const costs = egressCosts(
      [
        sent('web-1', 'region', 5),
        sent('stranger', 'internet', 5),
        sent('web-1', 'zone', -3),
        sent('web-1', 'zone', NaN),
      ],
      prices,
      24,
      [workload],
    );
    expect([...costs]).toEqual([]);
  });
});
