import {
  gramsCO2ePerKilowattHour,
  type Inventory,
  ratio,
  seconds,
  SourceDeniedError,
  SourceUnreachableError,
  unixSeconds,
} from '../model/index.ts';
import type { ClusterSource } from './clusterSource.ts';
import { observe } from './observe.ts';
import { defaultPrices } from './prices/defaultPrices.ts';

const inventory: Inventory = {
  observedAt: unixSeconds(7200),
  nodes: [],
  workloads: [],
  volumeClaims: [],
  volumes: null,
  disruptionBudgets: null,
  namespaces: null,
  services: null,
};
const down = () => Promise.reject(new SourceUnreachableError('it is down', 'start it'));
const provenance = { kind: 'default', method: 'test', source: 'test' } as const;

function source(changes: Partial<ClusterSource>): ClusterSource {
  return {
    cluster: { id: 'c', name: 'c', provider: 'gcp', region: null, demo: false },
    step: seconds(300),
    window: { start: unixSeconds(0), end: unixSeconds(7200) },
    inventory: () => Promise.resolve(inventory),
    async *series() {},
    facts: async () => ({ seen: new Set<string>(), runtimes: new Map(), images: new Map() }),
    energyProvenance: () => Promise.resolve({ pods: null, nodes: null }),
    prices: () => Promise.resolve(defaultPrices('gcp')),
    grid: () =>
      Promise.resolve({
        intensity: gramsCO2ePerKilowattHour(100),
        kind: 'average',
        hourly: [],
        marginal: null,
        forecast: [],
        zone: 'here',
        provenance,
      }),
    pue: () => Promise.resolve({ factor: ratio(1.5), provenance }),
    diagnose: () => Promise.resolve([]),
    notes: () => [],
    ...changes,
  };
}

describe('observe', () => {
  it.each([
    ['prices', 'opencost'],
    ['grid', 'grid-intensity'],
    ['pue', 'grid-intensity'],
    ['energyProvenance', 'kepler'],
  ] as const)('turns a failure of %s into a note and has the rest', async (part, from) => {
    const observation = await observe(source({ [part]: down }));
    expect(observation.notes).toEqual([
      { severity: 'error', source: from, message: 'it is down', cure: 'start it', unanswered: true },
    ]);
    expect(observation.prices.fallback.perCore).toBe(0.031611);
    expect(observation.pue.factor).toBe(part === 'pue' ? 1.1 : 1.5);
  });

  it('keeps what was read before the series broke off', async () => {
    const series: ClusterSource['series'] = async function* () {
      yield {
        family: 'cpu',
        subject: { namespace: 'shop', pod: 'ghost', container: 'app', node: null, object: null },
        times: [0],
        values: [1],
      };
      throw new SourceDeniedError('no more', 'ask for the right');
    };
    const { notes } = await observe(source({ series }));
    expect(notes.map(({ message }) => message)).toEqual([
      'no more',
      expect.stringContaining('shop/ghost/app'),
    ]);
  });

  it('says that carbon is not known where nobody tells the grid', async () => {
    const { grid, notes } = await observe(source({ grid: () => Promise.resolve(null) }));
    expect(grid).toBeNull();
    expect(notes).toEqual([expect.objectContaining({ source: 'grid-intensity', severity: 'warning' })]);
  });

  it('fails where the inventory does', async () => {
    await expect(observe(source({ inventory: down }))).rejects.toThrow('it is down');
  });

  it('tells a doubt once', async () => {
    const note = { severity: 'info', source: 'cadvisor', message: 'twice' } as const;
    expect((await observe(source({ notes: () => [note, { ...note }] }))).notes).toEqual([note]);
  });

  it('does not take the end of patience for a failure', async () => {
    const controller = new AbortController();
    const prices = () => {
      controller.abort(new Error('enough'));
      return down();
    };
    await expect(observe(source({ prices }), { signal: controller.signal })).rejects.toThrow('enough');
  });
});
