import { type ClusterNode } from '../../model/index.ts';
import { gridIntensity } from './gridIntensity.ts';
import { powerUsageEffectiveness } from './powerUsageEffectiveness.ts';
import { resolveLocation } from './resolveLocation.ts';

const inRegion = (region: string | null) => ({ region }) as ClusterNode;

describe('gridIntensity', () => {
  it.each([
    ['gcp', 'us-central1', 412.72, 2024],
    ['gcp', 'europe-west1', 103.37, 2024],
    ['aws', 'us-east-1', 379.069, 2020],
    // Google's newer figure for the same grid zone; none of it in the United States.
    ['azure', 'westeurope', 208.81, 2024],
    ['aws', 'eu-central-1', 275.82, 2024],
    ['aws', 'eu-west-1', 278.6, 2020],
    ['azure', 'EastUS', 379.069, 2020],
  ] as const)('of %s %s is %d g/kWh (%i)', (provider, region, grams, year) => {
    const grid = gridIntensity({ provider, region }, undefined);
    expect(grid).toMatchObject({
      intensity: grams,
      kind: 'average',
      zone: region,
      provenance: { kind: 'default' },
    });
    expect(grid?.provenance.source).toContain(String(year));
  });

  it.each([
    ['aws', 'mars-1'],
    ['aws', 'us-central1'],
    ['on-premises', 'us-east-1'],
    ['aws', null],
    // Not a region, but a name every object has.
    ['aws', 'constructor'],
  ] as const)('is not made up for %s %s', (provider, region) => {
    expect(gridIntensity({ provider, region }, undefined)).toBeNull();
  });

  it('is what the user says, zero included', () => {
    expect(gridIntensity({ provider: 'aws', region: 'us-east-1' }, 0)).toMatchObject({
      intensity: 0,
      provenance: { kind: 'configured' },
    });
  });
});

describe('resolveLocation', () => {
  it.each([
    ['eu-west-1', 'aws'],
    ['europe-west1', 'gcp'],
    ['northeurope', 'azure'],
    ['rack-7', 'unknown'],
  ])('tells from the region %s that the cloud is %s', (region, provider) => {
    const nodes = [inRegion(null), inRegion(region), inRegion(region), inRegion('us-east-1')];
    expect(resolveLocation({ provider: 'unknown', region: null }, nodes)).toEqual({ provider, region });
  });

  it('leaves what the user said', () => {
    const said = { provider: 'on-premises', region: 'rack-7' } as const;
    expect(resolveLocation(said, [inRegion('eu-west-1')])).toEqual(said);
  });
});

describe('powerUsageEffectiveness', () => {
  it.each([
    ['aws', undefined, 1.135, 'default'],
    ['gcp', undefined, 1.1, 'default'],
    ['azure', undefined, 1.185, 'default'],
    ['on-premises', undefined, 1, 'default'],
    ['unknown', undefined, 1, 'default'],
    ['aws', 1.6, 1.6, 'configured'],
  ] as const)('of %s, configured %s, is %d', (provider, configured, factor, kind) => {
    expect(powerUsageEffectiveness(provider, configured)).toMatchObject({ factor, provenance: { kind } });
  });
});
