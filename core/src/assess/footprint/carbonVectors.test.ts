import fc from 'fast-check';
import {
  bytes,
  type ClusterNode,
  cores,
  gramsCO2e,
  gramsCO2ePerKilowattHour,
  type GridIntensity,
  kilowattHours,
  operationalCarbon,
  type PowerCurve,
  type PowerUsageEffectiveness,
  ratio,
  wattsAtLoad,
} from '../../model/index.ts';
import { embodiedCarbon, embodiedOfNode, genericServerKilograms } from './embodiedOfNode.ts';
import { MEMORY_WATTS_PER_GB } from './idlePower.ts';
import { sciOf } from './sci.ts';

/** Published examples of the methods that are implemented here: SCI, Impact Framework, Cloud Carbon Footprint. */

const origin = { kind: 'default', method: 'vector', source: 'vector' } as const;
const grid = (grams: number): GridIntensity => ({
  intensity: gramsCO2ePerKilowattHour(grams),
  kind: 'average',
  zone: 'X',
  hourly: [],
  marginal: null,
  forecast: [],
  provenance: origin,
});
const pue = (factor: number): PowerUsageEffectiveness => ({ factor: ratio(factor), provenance: origin });
const energy = (watts: number, hours: number) => kilowattHours((watts * hours) / 1000);

describe('SCI (ISO/IEC 21031)', () => {
  it('writes a whole machine of 1,000 kg off by 28.5388 g an hour', () => {
    expect(embodiedCarbon(1000, 1, 1)).toBeCloseTo(28.5388, 4);
  });

  it.each([
    // eShoppen: E in kWh as exactly computed and as printed, TE in kg, share 2 of 16.
    ['application server', 0.183922 * 2 * 205 * 0.32, 0.0241, 1205.52, 4.3005],
    ['database server', 0.1 * 2 * 150 * 0.32, 0.0096, 1433.12, 5.1124],
  ])('of the eShoppen %s', (_, watts, kilowattHoursOfHour, kilograms, embodied) => {
    expect(energy(watts, 1)).toBeCloseTo(kilowattHoursOfHour, 4);
    expect(embodiedCarbon(kilograms, 1, 2 / 16)).toBeCloseTo(embodied, 4);
  });

  it.each([
    ['application server', 0.023, 4.305, 26.178],
    ['database server', 0.0096, 5.1124, 14.242],
  ])('of the eShoppen %s is O + M', (_, used, embodied, printed) => {
    const operational = operationalCarbon(kilowattHours(used), pue(1), grid(951));
    expect(sciOf({ operational, embodied: gramsCO2e(embodied), units: 1 })).toBeCloseTo(printed, 3);
  });

  it('is told per unit: 5.02 g over 100 users are 0.0502 g', () => {
    const parts = { operational: gramsCO2e(5), embodied: gramsCO2e(0.02) };
    expect(sciOf({ ...parts, units: 100 })).toBeCloseTo(0.0502, 12);
    expect(sciOf({ ...parts, units: 0 })).toBeNull();
  });

  it('grows with energy, intensity and hardware, and shrinks with the work done', () => {
    const amount = fc.double({ min: 0, max: 1e6, noNaN: true });
    const more = fc.double({ min: 1, max: 10, noNaN: true });
    const units = fc.double({ min: 1, max: 1e6, noNaN: true });
    fc.assert(
      fc.property(amount, amount, units, more, (o, m, r, factor) => {
        const score = (of: { o?: number; m?: number; r?: number }) =>
          Number(
            sciOf({ operational: gramsCO2e(of.o ?? o), embodied: gramsCO2e(of.m ?? m), units: of.r ?? r }),
          );
        expect(score({ o: o * factor })).toBeGreaterThanOrEqual(score({}));
        expect(score({ m: m * factor })).toBeGreaterThanOrEqual(score({}));
        expect(score({ r: r * factor })).toBeLessThanOrEqual(score({}));
      }),
    );
  });
});

describe('Impact Framework', () => {
  it.each([
    [1, 28.538812785388128],
    [2, 31.39269406392694],
    [4, 37.10045662100457],
  ])('writes %i vCPU (1,000 kg + 100 kg for each more) off by %d g an hour', (cpus, grams) => {
    expect(embodiedCarbon(1000 + 100 * (cpus - 1), 1, 1)).toBeCloseTo(grams, 10);
  });

  const TEADS: PowerCurve = [
    [0, 0.12],
    [0.1, 0.32],
    [0.5, 0.75],
    [1, 1.02],
  ];
  it.each([
    // Load, seconds, factor of the TDP, kWh of 1 of 8 vCPU at 100 W, grams at 800 g/kWh.
    [0.5, 1, 0.75, 2.6041666e-6, 0.0020833],
    [0.2, 5, 0.4275, 7.421875e-6, 0.0059375],
    [0.15, 7, 0.37375, 9.0842e-6, 0.00726736],
  ])('at a load of %d draws by the Teads curve', (load, seconds, factor, used, grams) => {
    expect(wattsAtLoad(TEADS, load)).toBeCloseTo(factor, 12);
    const share = kilowattHours(energy(100 * wattsAtLoad(TEADS, load), seconds / 3600) / 8);
    expect(share).toBeCloseTo(used, 9);
    expect(operationalCarbon(share, pue(1), grid(800))).toBeCloseTo(grams, 6);
  });

  it('keeps to the ends of the curve beyond them', () => {
    expect(wattsAtLoad(TEADS, -1)).toBe(0.12);
    expect(wattsAtLoad(TEADS, 2)).toBe(1.02);
    expect(wattsAtLoad([], 0.5)).toBe(0);
  });
});

describe('Cloud Carbon Footprint', () => {
  const cpu = (min: number, max: number, load: number) =>
    wattsAtLoad(
      [
        [0, min],
        [1, max],
      ],
      load,
    );

  it.each([
    // Watts with replication, hours, PUE, grid in g/kWh; kWh and grams as CCF's own tests have them.
    [
      'one vCPU at 1 %, twice',
      cpu(0.71, 3.46, 0.01) * 2,
      1,
      1.135,
      415.755,
      0.0016741249999999998,
      0.696025839375,
    ],
    ['350 W', 350, 1, 1.135, 928, 0.39725, 368.648],
    ['90 GB of memory, twice', 90 * MEMORY_WATTS_PER_GB * 2, 1, 1.11, 479, 0.0783216, 37.5160464],
    ['one TB of SSD', 1.2, 1, 1.135, 415.755, 0.001362, 0.56625831],
  ])('of %s', (_, watts, hours, overhead, intensity, used, grams) => {
    expect(energy(watts, hours) * overhead).toBeCloseTo(used, 12);
    expect(operationalCarbon(energy(watts, hours), pue(overhead), grid(intensity))).toBeCloseTo(grams, 6);
  });

  it('writes 1 of 96 vCPU of a platform of 1.7957 t off in a day by 12.81 g', () => {
    expect(embodiedCarbon(1795.7, 24, 1 / 96)).toBeCloseTo(12.811786529680368, 10);
  });
});

describe('embodiedOfNode', () => {
  const machine = (instanceType: string | null, cpus: number, gibibytes: number, gpus = 0) =>
    ({
      instanceType,
      capacity: { cpu: cores(cpus), memory: bytes(gibibytes * 2 ** 30), gpus },
    }) as ClusterNode;

  it('composes an hour of m5.large at half load: 6.066 g of operation and 0.958 g of manufacture', () => {
    const operational = operationalCarbon(energy(14.1, 1), pue(1.135), grid(379.069));
    const embodied = embodiedOfNode(machine('m5.large', 2, 8), 'aws');
    const manufacture = embodiedCarbon(embodied?.kilograms ?? 0, 1, 1);
    expect(operational).toBeCloseTo(6.06643074, 7);
    expect(manufacture).toBeCloseTo(0.95770905, 6);
    expect(operational + manufacture).toBeCloseTo(7.02413979, 6);
  });

  it.each([
    ['gcp', 'e2-standard-8', 8, 307.62],
    ['azure', 'Standard_D4as_v4', 4, 65.033],
    ['aws', 'm7g.xlarge', 4, 55],
    // The provider need not be known: types are spelled in their cloud's way.
    ['unknown', 'm5.large', 2, 33.558],
  ] as const)('knows %s %s', (provider, type, cpus, kilograms) => {
    expect(embodiedOfNode(machine(type, cpus, 16), provider)?.kilograms).toBeCloseTo(kilograms, 1);
  });

  it.each([
    ['aws', 'q99.large'],
    ['aws', 'constructor.large'],
    ['gcp', 'c9-standard-4'],
    ['azure', 'Standard_Z9_v9'],
    ['unknown', null],
  ] as const)('does not make one up for %s %s', (provider, type) => {
    expect(embodiedOfNode(machine(type, 4, 16), provider)).toBeNull();
  });

  it('takes a node on premises for a machine of its own, by the generic formula', () => {
    expect(genericServerKilograms(400, 0)).toBeCloseTo(1533, 9);
    expect(genericServerKilograms(8, 2)).toBe(1300);
    expect(embodiedOfNode(machine(null, 64, 400), 'on-premises')).toMatchObject({
      kilograms: expect.closeTo(1533, 9),
      provenance: { kind: 'default' },
    });
  });
});
