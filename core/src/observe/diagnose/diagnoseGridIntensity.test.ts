import { unixSeconds } from '../../model/index.ts';
import { startGridIntensity } from '../../testing/gridIntensity/startGridIntensity.ts';
import { clusterConfigSchema } from '../clusterConfig.ts';
import { PromqlScope } from '../prometheus/promql.ts';
import { diagnoseGridIntensity } from './diagnoseGridIntensity.ts';

const HOUR = 3_600;
const END = Date.UTC(2026, 10, 15) / 1000;
const average = new Map(Array.from({ length: 24 }, (_, index) => [END - (24 - index) * HOUR, 250]));

const diagnose = (grid: unknown, region: string | null = 'europe-west3') =>
  diagnoseGridIntensity({
    config: clusterConfigSchema.parse({ id: 'c', provider: 'gcp', region, grid }),
    prometheus: null,
    opencost: null,
    scope: new PromqlScope(),
    window: { start: unixSeconds(END - 14 * 24 * HOUR), end: unixSeconds(END) },
    openKubernetes: async () => null,
    location: async () => ({ provider: 'gcp', region }),
    signal: undefined,
  });

describe('the diagnosis of configured sources of grid intensity', () => {
  it('asks them for the last day, and tells how a refusal is mended', async () => {
    const server = await startGridIntensity({ average, zone: 'DE', token: 'right' });
    const source = (token: string) => ({ type: 'electricity-maps', token, url: `${server.url}/v3` });
    expect(await diagnose(source('right'))).toMatchObject({
      status: 'ok',
      finding: '250 gCO2e/kWh for DE, mean of 24 hours of the last day (Electricity Maps, zone DE)',
    });
    expect(await diagnose(source('wrong'))).toMatchObject({
      status: 'degraded',
      finding: expect.stringMatching(/denied access with HTTP 401/),
      cure: expect.stringMatching(/^check the token/),
    });
    expect(await diagnose({ ...source('wrong'), zone: 'DE' }, 'mars-1')).toMatchObject({ status: 'failed' });
    await server.stop();
  });

  it('is content with one figure of the user', async () => {
    expect(await diagnose({ type: 'fixed', gramsPerKilowattHour: 42 })).toMatchObject({
      status: 'ok',
      finding: '42 gCO2e/kWh for europe-west3 (configuration)',
    });
  });
});
