import { type PriceBook, type Provenance, unixSeconds, usd, usdPerHour } from '../../model/index.ts';
import { listedPrices, priceBookSchema } from './priceBookSchema.ts';
import { shiftSource } from './shiftSource.ts';
import { CANNED_WINDOW, cannedSource } from './testing/cannedSource.ts';

const provenance: Provenance = {
  kind: 'billed',
  method: 'test',
  source: 'test',
  asOf: CANNED_WINDOW.end,
};
const prices = { perCore: usdPerHour(0.03), perGiB: usdPerHour(0.004), perGpu: null, provenance };
const perHour = { perHour: usdPerHour(0.025), provenance };
const least: PriceBook = {
  nodes: new Map([['n1', prices]]),
  fallback: prices,
  storagePerGiB: usdPerHour(0.0001),
  storageProvenance: provenance,
};
const everything: Required<PriceBook> = {
  ...least,
  storageClasses: new Map([['ssd', perHour]]),
  loadBalancer: perHour,
  loadBalancers: new Map([['shop/web', perHour]]),
  spot: new Map([['m5.large', { perNode: usdPerHour(0.03), provenance }]]),
  spotFallback: prices,
  egress: { zonePerGiB: usd(0.01), regionPerGiB: null, internetPerGiB: usd(0.12), provenance },
  network: { workloads: new Map([['wl-1', usdPerHour(0.5)]]), provenance },
  idle: 'byCost',
};

describe('a price book in a file', () => {
  it.each([
    ['with all there can be', everything],
    ['with the least', least],
  ])('comes back as it went, %s', (_, book) => {
    const text = JSON.stringify(listedPrices(book));
    expect(priceBookSchema.parse(JSON.parse(text))).toEqual(book);
  });

  it('moves every moment with the recording', async () => {
    const later = unixSeconds(CANNED_WINDOW.end + 86_400);
    const source = shiftSource(cannedSource([], { prices: async () => everything }), later);
    const moments = JSON.stringify(listedPrices(await source.prices())).match(/"asOf":\d+/g) ?? [];
    expect(moments.length).toBe(JSON.stringify(listedPrices(everything)).match(/"asOf":/g)?.length);
    expect(new Set(moments)).toEqual(new Set([`"asOf":${later}`]));
  });
});
