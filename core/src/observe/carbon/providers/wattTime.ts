import { z } from 'zod';
import {
  cureOf,
  describeError,
  type HourlyIntensity,
  InvalidInputError,
  type ObservationNote,
  SourceProtocolError,
  unixSeconds,
} from '../../../model/index.ts';
import type { GridSourceConfig } from '../../clusterConfig.ts';
import { HttpSource } from '../../http/HttpSource.ts';
import type { GridQuestion, GridReading } from '../GridReading.ts';
import { askGridSource, type GridSourceCures } from '../askGridSource.ts';
import { hourlyMeans } from '../hourlyMeans.ts';
import { isoMoment, spansOf, unixMoment } from '../spans.ts';

export type WattTimeConfig = Extract<GridSourceConfig, { type: 'watttime' }>;

/** 1 lb = 0.45359237 kg, so 1 lb/MWh = 0.45359237 g/kWh. */
export const GRAMS_PER_KILOWATT_HOUR_OF_POUND_PER_MEGAWATT_HOUR = 0.45359237;

/** One request for past hours may cover 32 days. */
const DAYS_PER_REQUEST = 32;
/** A token holds for 30 minutes; it is renewed before that, so that none runs out on its way. */
const TOKEN_SECONDS = 30 * 60;
const RENEWED_BEFORE_SECONDS = 120;

const tokenSchema = z.object({ token: z.string().min(1) });
const regionSchema = z.object({ region: z.string().min(1) });
const period = z.number().nullish();
const seriesSchema = z.object({
  data: z.array(z.object({ point_time: z.string(), value: z.number().nullish() })),
  meta: z.object({
    units: z.string().nullish(),
    // The API writes the first, clients of it were seen to expect the second.
    data_point_period_seconds: period,
    data_point_periods_second: period,
  }),
});

type SignalType = 'co2_aoer' | 'co2_moer';

const CURES: GridSourceCures = {
  denied: 'check grid.username and grid.password, and that the plan includes the region and its signal',
  notFound: 'check grid.region against what /v3/my-access lists',
};

/** A signed-in conversation with WattTime. */
export class WattTimeSession {
  readonly #http: HttpSource;
  readonly #credentials: string;
  readonly #now: () => number;
  #token: { readonly text: string; readonly until: number } | null = null;

  /** @param now - Unix seconds */
  constructor(
    config: WattTimeConfig,
    http: GridQuestion['http'],
    now: () => number = () => Date.now() / 1000,
  ) {
    this.#http = HttpSource.create(
      'WattTime',
      { url: config.url, auth: { type: 'none' }, headers: {}, timeoutSeconds: config.timeoutSeconds },
      http,
    );
    this.#credentials = Buffer.from(`${config.username}:${config.password}`).toString('base64');
    this.#now = now;
  }

  async ask<T>(
    path: string,
    parameters: Readonly<Record<string, string>>,
    schema: z.ZodType<T>,
    signal: AbortSignal | undefined,
  ): Promise<T> {
    const headers = { authorization: `Bearer ${await this.#signedIn(signal)}` };
    return askGridSource(this.#http, { path, parameters, headers, signal }, schema, CURES);
  }

  async #signedIn(signal: AbortSignal | undefined): Promise<string> {
    if (this.#token !== null && this.#now() < this.#token.until) return this.#token.text;
    const headers = { authorization: `Basic ${this.#credentials}` };
    const { token } = await askGridSource(
      this.#http,
      { path: '/login', headers, signal },
      tokenSchema,
      CURES,
    );
    this.#token = { text: token, until: this.#now() + TOKEN_SECONDS - RENEWED_BEFORE_SECONDS };
    return token;
  }
}

async function regionOf(
  session: WattTimeSession,
  { region, latitude, longitude }: WattTimeConfig,
  signal: AbortSignal | undefined,
): Promise<string> {
  if (region !== undefined) return region;
  if (latitude === undefined || longitude === undefined) {
    throw new InvalidInputError(
      'WattTime is configured without a place',
      'set grid.region, or grid.latitude and grid.longitude',
    );
  }
  const place = { latitude: String(latitude), longitude: String(longitude), signal_type: 'co2_moer' };
  return (await session.ask('/v3/region-from-loc', place, regionSchema, signal)).region;
}

async function hoursOf(
  session: WattTimeSession,
  region: string,
  signalType: SignalType,
  { window, signal }: GridQuestion,
): Promise<HourlyIntensity[]> {
  const points = [];
  for (const { start, end } of spansOf(window, DAYS_PER_REQUEST)) {
    const parameters = { region, start: isoMoment(start), end: isoMoment(end), signal_type: signalType };
    const { data, meta } = await session.ask('/v3/historical', parameters, seriesSchema, signal);
    if (meta.units !== null && meta.units !== undefined && meta.units !== 'lbs_co2_per_mwh') {
      throw new SourceProtocolError(
        `WattTime gives ${signalType} of ${region} in ${meta.units}, not in pounds of CO2 per MWh`,
        'update GreenOps: the unit is not known',
      );
    }
    points.push(...data);
  }
  return hourlyMeans(
    points.map(({ point_time, value }) => ({
      time: unixMoment(point_time),
      grams: (value ?? Number.NaN) * GRAMS_PER_KILOWATT_HOUR_OF_POUND_PER_MEGAWATT_HOUR,
    })),
  );
}

/**
 * Average (`co2_aoer`) and marginal (`co2_moer`) intensity of a WattTime region. Each of them may be missing
 * in a plan; the other then still counts. Both count CO₂ alone, at the stack.
 *
 * @throws the typed errors of an HTTP source where neither can be had
 */
export async function readWattTime(config: WattTimeConfig, question: GridQuestion): Promise<GridReading> {
  const session = new WattTimeSession(config, question.http);
  const region = await regionOf(session, config, question.signal);
  const notes: ObservationNote[] = [];
  const failures: unknown[] = [];
  const attempt = async (signalType: SignalType): Promise<HourlyIntensity[]> => {
    try {
      return await hoursOf(session, region, signalType, question);
    } catch (error) {
      question.signal?.throwIfAborted();
      failures.push(error);
      const cure = cureOf(error);
      notes.push({
        severity: 'info',
        source: 'grid-intensity',
        message: `WattTime does not give ${signalType} of ${region}: ${describeError(error)}`,
        ...(cure === undefined ? {} : { cure }),
      });
      return [];
    }
  };
  const average = await attempt('co2_aoer');
  const marginal = await attempt('co2_moer');
  if (failures.length === 2) throw failures[0];
  return {
    zone: region,
    average,
    marginal,
    forecast: [],
    provenance: {
      kind: 'measured',
      method: 'watttime-v3',
      source: `WattTime, region ${region}`,
      asOf: unixSeconds(question.window.end),
    },
    notes,
  };
}
