import { z } from 'zod';
import {
  cureOf,
  describeError,
  formatCount,
  InvalidInputError,
  type ObservationNote,
  unixSeconds,
} from '../../../model/index.ts';
import type { GridSourceConfig } from '../../clusterConfig.ts';
import { HttpSource } from '../../http/HttpSource.ts';
import type { GridQuestion, GridReading } from '../GridReading.ts';
import { askGridSource, type GridSourceCures } from '../askGridSource.ts';
import { electricityMapsZone } from '../electricityMapsZone.ts';
import { hourlyMeans, type IntensityPoint } from '../hourlyMeans.ts';
import { isoMoment, spansOf, unixMoment } from '../spans.ts';

export type ElectricityMapsConfig = Extract<GridSourceConfig, { type: 'electricity-maps' }>;

/** One request for past hours may cover ten days. */
const DAYS_PER_REQUEST = 10;

const pointSchema = z.object({
  carbonIntensity: z.number().nullish(),
  datetime: z.string(),
  isEstimated: z.boolean().nullish(),
});
const pastRangeSchema = z.object({ data: z.array(pointSchema) });
const historySchema = z.object({ history: z.array(pointSchema) });
const forecastSchema = z.object({ forecast: z.array(pointSchema) });

type Point = z.infer<typeof pointSchema>;

const pointsOf = (points: readonly Point[]): IntensityPoint[] =>
  points.map(({ datetime, carbonIntensity }) => ({
    time: unixMoment(datetime),
    grams: carbonIntensity ?? Number.NaN,
  }));

/** An Electricity Maps zone and the key to read it with. */
class ElectricityMapsZone {
  readonly #http: HttpSource;
  readonly #zone: string;
  readonly #parameters: Readonly<Record<string, string>>;
  readonly #cures: GridSourceCures;

  constructor(config: ElectricityMapsConfig, zone: string, http: GridQuestion['http']) {
    this.#zone = zone;
    this.#parameters = { zone, emissionFactorType: config.emissionFactorType };
    this.#http = HttpSource.create(
      'Electricity Maps',
      {
        url: config.url,
        auth: { type: 'none' },
        headers: { 'auth-token': config.token },
        timeoutSeconds: config.timeoutSeconds,
      },
      http,
    );
    this.#cures = {
      denied: `check the token (grid.token) and that its plan includes the zone ${zone} and past hours`,
      notFound: `check the zone ${zone} (grid.zone) against the list that /zones gives`,
    };
  }

  async #ask<T>(path: string, more: Record<string, string>, schema: z.ZodType<T>, signal?: AbortSignal) {
    const parameters = { ...this.#parameters, ...more };
    return askGridSource(
      this.#http,
      { path: `/carbon-intensity${path}`, parameters, signal },
      schema,
      this.#cures,
    );
  }

  async past({ window, signal }: GridQuestion): Promise<Point[]> {
    const spans = spansOf(window, DAYS_PER_REQUEST);
    const answers = [];
    for (const { start, end } of spans) {
      const span = { start: isoMoment(start), end: isoMoment(end), temporalGranularity: 'hourly' };
      answers.push(...(await this.#ask('/past-range', span, pastRangeSchema, signal)).data);
    }
    return answers;
  }

  /** The last 24 hours, which every plan includes. */
  async lastDay(signal?: AbortSignal): Promise<Point[]> {
    return (await this.#ask('/history', {}, historySchema, signal)).history;
  }

  async forecast(signal?: AbortSignal): Promise<Point[]> {
    return (await this.#ask('/forecast', {}, forecastSchema, signal)).forecast;
  }

  /** A part that a plan may not include: without it the rest still counts, and a note says why. */
  async optional<T>(
    part: string,
    read: () => Promise<T>,
    note: (note: ObservationNote) => void,
    signal?: AbortSignal,
  ) {
    try {
      return await read();
    } catch (error) {
      signal?.throwIfAborted();
      const cure = cureOf(error);
      note({
        severity: 'info',
        source: 'grid-intensity',
        message: `Electricity Maps does not give ${part} of zone ${this.#zone}: ${describeError(error)}`,
        ...(cure === undefined ? {} : { cure }),
      });
      return null;
    }
  }
}

/**
 * Average intensity of a zone hour by hour, flow-traced, with the hours that were estimated counted, and
 * the forecast. Where the plan does not include past ranges, the last 24 hours are what there is.
 *
 * @throws the typed errors of an HTTP source; InvalidInputError where no zone is known
 */
export async function readElectricityMaps(
  config: ElectricityMapsConfig,
  question: GridQuestion,
): Promise<GridReading> {
  const { location, window, signal } = question;
  const zone = config.zone ?? electricityMapsZone(location);
  if (zone === null) {
    throw new InvalidInputError(
      `No Electricity Maps zone is known for ${location.provider} ${location.region ?? 'without a region'}`,
      'set grid.zone, for example DE or US-CAL-CISO',
    );
  }
  const source = new ElectricityMapsZone(config, zone, question.http);
  const notes: ObservationNote[] = [];
  const note = (one: ObservationNote) => notes.push(one);
  const past =
    (await source.optional('past hours', () => source.past(question), note, signal)) ??
    (await source.lastDay(signal));
  const forecast = await source.optional('a forecast', () => source.forecast(signal), note, signal);
  const average = hourlyMeans(pointsOf(past));
  const estimated = past.filter(({ isEstimated }) => isEstimated === true).length;
  return {
    zone,
    average,
    marginal: [],
    forecast: hourlyMeans(pointsOf(forecast ?? [])).filter(({ hour }) => hour >= window.end),
    provenance: {
      kind: estimated * 2 > past.length ? 'modelled' : 'measured',
      method: `electricity-maps-${config.emissionFactorType}`,
      source: `Electricity Maps, zone ${zone}${estimated > 0 ? `, ${formatCount(estimated, 'hour')} estimated` : ''}`,
      asOf: unixSeconds(window.end),
    },
    notes,
  };
}
