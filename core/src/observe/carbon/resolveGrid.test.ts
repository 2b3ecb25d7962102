import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type ObservationNote, unixSeconds } from '../../model/index.ts';
import {
  startGridIntensity,
  type TestGridIntensity,
} from '../../testing/gridIntensity/startGridIntensity.ts';
import { clusterConfigSchema } from '../clusterConfig.ts';
import { WattTimeSession } from './providers/wattTime.ts';
import { resolveGrid } from './resolveGrid.ts';

const HOUR = 3_600;
const START = Date.UTC(2026, 10, 1) / 1000;
const HOURS = 14 * 24;
const WINDOW = { start: unixSeconds(START), end: unixSeconds(START + HOURS * HOUR) };
const hoursFrom = (from: number, count: number, value: (index: number) => number) =>
  new Map(Array.from({ length: count }, (_, index) => [from + index * HOUR, value(index)]));

const average = hoursFrom(START, HOURS, index => 100 + (index % 24));
const TOKEN = 'the-token';
const http = { retryBaseMs: 1, attempts: 2 };

/** Everything but `grid` is left as the schema has it. */
const configured = (grid: unknown, more: object = {}) =>
  clusterConfigSchema.parse({ id: 'c', grid, ...more });

describe('resolveGrid', () => {
  let server: TestGridIntensity;
  beforeAll(async () => {
    server = await startGridIntensity({
      average,
      estimated: new Set([START, START + HOUR]),
      forecast: hoursFrom(WINDOW.end, 24, () => 90),
      poundsPerMegawattHour: {
        average: hoursFrom(START, HOURS, () => 900),
        marginal: hoursFrom(START, HOURS, () => 1200),
      },
      zone: 'DE',
      token: TOKEN,
      singularForecast: true,
      misspelledPeriod: true,
    });
  });
  afterAll(async () => server.stop());

  const resolve = async (grid: unknown, more: object = {}, region: string | null = 'europe-west3') => {
    const notes: ObservationNote[] = [];
    const found = await resolveGrid(
      configured(grid, more),
      { window: WINDOW, location: { provider: 'gcp', region }, http },
      note => notes.push(note),
    );
    return { found, notes };
  };
  const electricityMaps = () => ({ type: 'electricity-maps', token: TOKEN, url: `${server.url}/v3` });
  const wattTime = () => ({
    type: 'watttime',
    username: 'user',
    password: TOKEN,
    region: 'DE',
    url: server.url,
  });

  describe('Electricity Maps', () => {
    it('tells every hour, the forecast, and how many hours were estimated', async () => {
      const { found, notes } = await resolve(electricityMaps());
      expect(found?.hourly).toHaveLength(HOURS);
      expect(found?.hourly[25]).toEqual({ hour: START + 25 * HOUR, intensity: 101 });
      expect(found?.forecast).toHaveLength(24);
      expect(found).toMatchObject({
        zone: 'DE',
        kind: 'average',
        marginal: null,
        // The annual figure stands ready for hours that are not known.
        intensity: 275.82,
        provenance: { kind: 'measured', method: 'electricity-maps-lifecycle' },
      });
      expect(found?.provenance.source).toBe('Electricity Maps, zone DE, 2 hours estimated');
      expect(notes).toEqual([]);
      // Fourteen days are more than one request may ask for.
      expect(server.requests.filter(line => line.includes('/past-range'))).toHaveLength(2);
    });

    it('is content with the last day where the plan has no past ranges, and says what stands in', async () => {
      server.fail('/past-range', { status: 403, body: { error: 'not in your plan' } });
      const { found, notes } = await resolve(electricityMaps());
      server.fail('/past-range', null);
      expect(found?.hourly).toHaveLength(24);
      expect(notes.map(({ message }) => message)).toEqual([
        expect.stringMatching(/does not give past hours of zone DE: .*denied access with HTTP 403/),
        expect.stringMatching(
          /^Of 336 hours the grid's intensity is known in 24; in the others the annual 276/,
        ),
      ]);
    });

    it.each([
      [401, { error: 'x' }, /HTTP 401/, /check the token/],
      [404, { error: 'no such zone' }, /HTTP 404/, /check the zone DE/],
      [429, { error: 'slow down' }, /HTTP 429/, /limit of requests/],
      [500, 'oops', /HTTP 500: oops/, /try again later/],
      [200, '<html>sign in</html>', /not JSON/, /login page/],
      [200, { data: 'none', history: 3 }, /shape that is not known/, /URL is that of the API/],
    ])(
      'that answers %i gives way to the annual figure, with a note that says so',
      async (status, body, message, cure) => {
        server.fail('/carbon-intensity', { status, body });
        const { found, notes } = await resolve(electricityMaps());
        server.fail('/carbon-intensity', null);
        expect(found).toMatchObject({ intensity: 275.82, hourly: [], provenance: { kind: 'default' } });
        const [warning] = notes;
        expect(warning?.severity).toBe('warning');
        expect(warning?.message).toMatch(message);
        expect(warning?.message).toMatch(/The next source is asked instead/);
        expect(warning?.cure).toMatch(cure);
      },
    );

    it('without a zone says how to give one', async () => {
      const { found, notes } = await resolve(electricityMaps(), {}, 'mars-1');
      expect(found).toBeNull();
      expect(notes[0]).toMatchObject({ cure: 'set grid.zone, for example DE or US-CAL-CISO' });
    });
  });

  describe('WattTime', () => {
    it('keeps average and marginal apart, in grams: 900 lb/MWh are 408.233 g/kWh', async () => {
      const { found, notes } = await resolve(wattTime());
      expect(found?.hourly).toHaveLength(HOURS);
      expect(found?.hourly[0]?.intensity).toBeCloseTo(408.233133, 6);
      expect(found?.marginal?.hourly[0]?.intensity).toBeCloseTo(1200 * 0.45359237, 6);
      expect(notes).toEqual([]);
    });

    it('asks for the region where only the place is known', async () => {
      const { found } = await resolve({ ...wattTime(), region: undefined, latitude: 52.5, longitude: 13.4 });
      expect(found?.zone).toBe('DE');
    });

    it('that knows the margin alone leaves averages to the annual figure', async () => {
      const alone = await startGridIntensity({
        average: new Map(),
        poundsPerMegawattHour: { marginal: hoursFrom(START, HOURS, () => 1000) },
        zone: 'DE',
        token: TOKEN,
      });
      const { found, notes } = await resolve({ ...wattTime(), url: alone.url });
      await alone.stop();
      expect(found).toMatchObject({ intensity: 275.82, kind: 'average', hourly: [] });
      expect(found?.marginal?.hourly).toHaveLength(HOURS);
      expect(notes[0]?.message).toMatch(/does not give co2_aoer of DE/);
    });

    it('that denies the sign-in gives way', async () => {
      const { found, notes } = await resolve({ ...wattTime(), password: 'wrong' });
      expect(found?.provenance.kind).toBe('default');
      expect(notes.map(({ cure }) => cure)).toContainEqual(expect.stringMatching(/grid.username/));
    });

    it('signs in once, and again before the token runs out after 30 minutes', async () => {
      let now = 0;
      const [config] = configured(wattTime()).grid ?? [];
      if (config?.type !== 'watttime') throw new Error('not configured');
      const session = new WattTimeSession(config, http, () => now);
      const { z } = await import('zod');
      const logins = () => server.requests.filter(line => line.includes('/login')).length;
      const before = logins();
      for (now of [0, 60, 1_600, 1_700, 1_800]) {
        await session.ask(
          '/v3/region-from-loc',
          { latitude: '1', longitude: '1' },
          z.looseObject({}),
          undefined,
        );
      }
      expect(logins() - before).toBe(2);
    });
  });

  describe('the Carbon Aware SDK', () => {
    const sdk = (more: object = {}) => ({
      type: 'carbon-aware-sdk',
      url: server.url,
      location: 'DE',
      ...more,
    });

    it('tells every hour and the forecast, be it an object or a list', async () => {
      const { found } = await resolve(sdk());
      expect(found?.hourly).toHaveLength(HOURS);
      expect(found?.forecast).toHaveLength(24);
      const plural = await startGridIntensity({
        average,
        forecast: hoursFrom(WINDOW.end, 3, () => 80),
        zone: 'DE',
        token: TOKEN,
      });
      expect((await resolve(sdk({ url: plural.url }))).found?.forecast).toHaveLength(3);
      await plural.stop();
    });

    it('over a marginal source never gets into the averages', async () => {
      const { found } = await resolve(sdk({ signal: 'marginal' }));
      expect(found).toMatchObject({ hourly: [], intensity: 275.82 });
      expect(found?.marginal?.hourly).toHaveLength(HOURS);
    });

    it('without data (204) gives way', async () => {
      server.fail('/emissions/bylocation', { status: 204, body: '' });
      const { found } = await resolve(sdk());
      server.fail('/emissions/bylocation', null);
      expect(found).toMatchObject({ hourly: [], provenance: { kind: 'default' } });
    });
  });

  describe('in their order', () => {
    let folder: string;
    beforeAll(async () => {
      folder = await mkdtemp(path.join(tmpdir(), 'greenops-grid-'));
    });
    afterAll(async () => rm(folder, { recursive: true }));

    it('asks the table after an API that fails, and the annual figure for its gaps', async () => {
      const file = path.join(folder, 'grid.csv');
      const rows = [...average]
        .slice(0, 300)
        .map(([hour, grams]) => `${new Date(hour * 1000).toISOString()},${grams}`);
      await writeFile(
        file,
        ['time,gramsPerKilowattHour', ...rows, 'yesterday,3', '2026-11-10T00:00:00Z,-1'].join('\n'),
      );
      server.fail('/carbon-intensity', { status: 500, body: 'oops' });
      const { found, notes } = await resolve([
        electricityMaps(),
        { type: 'csv', file },
        { type: 'fixed', gramsPerKilowattHour: 123, source: 'Stadtwerke, 2025' },
      ]);
      server.fail('/carbon-intensity', null);
      expect(found?.hourly).toHaveLength(300);
      expect(found).toMatchObject({
        intensity: 123,
        provenance: { kind: 'configured', method: 'intensity-table', source: 'grid.csv' },
      });
      expect(notes.map(({ message }) => message)).toEqual([
        expect.stringMatching(/Electricity Maps does not tell/),
        expect.stringMatching(/2 rows of .*line 302: "yesterday" is not a moment; line 303: "-1" is not/),
        expect.stringMatching(/known in 300; in the others the annual 123 gCO₂e\/kWh \(Stadtwerke, 2025\)/),
      ]);
    });

    it('is what the user says where nothing else is configured', async () => {
      const { found } = await resolve({ type: 'fixed', gramsPerKilowattHour: 0 });
      expect(found).toMatchObject({ intensity: 0, provenance: { kind: 'configured' } });
      expect((await resolve(undefined, { gridGramsPerKilowattHour: 7 })).found?.intensity).toBe(7);
    });

    it('is unknown, not a world average, where nobody knows', async () => {
      expect((await resolve(undefined, {}, 'mars-1')).found).toBeNull();
    });
  });
});
