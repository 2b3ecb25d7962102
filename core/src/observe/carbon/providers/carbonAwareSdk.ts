import { z } from 'zod';
import {
  cureOf,
  describeError,
  type HourlyIntensity,
  InvalidInputError,
  type ObservationNote,
  unixSeconds,
} from '../../../model/index.ts';
import type { GridSourceConfig } from '../../clusterConfig.ts';
import { HttpSource } from '../../http/HttpSource.ts';
import type { GridQuestion, GridReading } from '../GridReading.ts';
import { askGridSource, type GridSourceCures } from '../askGridSource.ts';
import { hourlyMeans } from '../hourlyMeans.ts';
import { isoMoment, unixMoment } from '../spans.ts';

export type CarbonAwareSdkConfig = Extract<GridSourceConfig, { type: 'carbon-aware-sdk' }>;

const emissionsSchema = z.array(z.object({ time: z.string(), rating: z.number().nullish() }));

const forecastSchema = z.object({
  forecastData: z.array(z.object({ timestamp: z.string(), value: z.number().nullish() })),
});
/** The code answers a list, its documentation shows the object alone. */
const forecastsSchema = z.union([z.array(forecastSchema), forecastSchema.transform(one => [one])]);

async function forecastOf(
  http: HttpSource,
  location: string,
  cures: GridSourceCures,
  { signal, window }: GridQuestion,
): Promise<HourlyIntensity[]> {
  const request = { path: '/emissions/forecasts/current', parameters: { location }, signal };
  const forecasts = await askGridSource(http, request, forecastsSchema, cures);
  const points = forecasts.flatMap(({ forecastData }) => forecastData);
  return hourlyMeans(
    points.map(({ timestamp, value }) => ({ time: unixMoment(timestamp), grams: value ?? Number.NaN })),
  ).filter(({ hour }) => hour >= window.end);
}

/**
 * Intensity of a location by the Carbon Aware SDK's web API, which asks another service in turn. Its
 * ratings are averages or marginal by what that is; the configuration says which.
 *
 * @throws the typed errors of an HTTP source; InvalidInputError where no location is known
 */
export async function readCarbonAwareSdk(
  config: CarbonAwareSdkConfig,
  question: GridQuestion,
): Promise<GridReading> {
  const { window, signal } = question;
  const location = config.location ?? question.location.region;
  if (location === null) {
    throw new InvalidInputError(
      'The Carbon Aware SDK is configured without a location, and the region of the cluster is not known',
      'set grid.location to one that its /locations lists',
    );
  }
  const http = HttpSource.create('Carbon Aware SDK', config, question.http);
  const cures: GridSourceCures = {
    denied: 'check the credentials of the Carbon Aware SDK, and those of the service it asks',
    notFound: `check the location ${location} (grid.location) against what /locations lists`,
  };
  const parameters = { location, time: isoMoment(window.start), toTime: isoMoment(window.end) };
  const emissions = await askGridSource(
    http,
    { path: '/emissions/bylocation', parameters, signal },
    emissionsSchema,
    cures,
  );
  const hours = hourlyMeans(
    emissions.map(({ time, rating }) => ({ time: unixMoment(time), grams: rating ?? Number.NaN })),
  );
  const notes: ObservationNote[] = [];
  const forecast = await forecastOf(http, location, cures, question).catch((error: unknown) => {
    signal?.throwIfAborted();
    const cure = cureOf(error);
    notes.push({
      severity: 'info',
      source: 'grid-intensity',
      message: `The Carbon Aware SDK gives no forecast of ${location}: ${describeError(error)}`,
      ...(cure === undefined ? {} : { cure }),
    });
    return [];
  });
  const isAverage = config.signal === 'average';
  return {
    zone: location,
    average: isAverage ? hours : [],
    marginal: isAverage ? [] : hours,
    forecast: isAverage ? forecast : [],
    provenance: {
      kind: 'measured',
      method: `carbon-aware-sdk-${config.signal}`,
      source: `Carbon Aware SDK, location ${location}`,
      asOf: unixSeconds(window.end),
    },
    notes,
  };
}
