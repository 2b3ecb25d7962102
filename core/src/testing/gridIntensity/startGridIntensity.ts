import type { IncomingMessage } from 'node:http';
import { type StandInAnswer, standInServer } from '../process/standInServer.ts';

const HOUR = 3_600;

export interface GridIntensityOptions {
  /** gCO₂e/kWh by start of the hour (Unix seconds): what Electricity Maps and the Carbon Aware SDK answer. */
  readonly average: ReadonlyMap<number, number>;
  /** Of WattTime, in pounds per MWh; 12 readings an hour. */
  readonly poundsPerMegawattHour?: {
    readonly average?: ReadonlyMap<number, number>;
    readonly marginal?: ReadonlyMap<number, number>;
  };
  /** Hours that Electricity Maps says it estimated. */
  readonly estimated?: ReadonlySet<number>;
  /** Averages of hours to come. */
  readonly forecast?: ReadonlyMap<number, number>;
  /** The one zone, region or location there is. */
  readonly zone: string;
  readonly token: string;
  /** Answers the forecast as one object, as the SDK's documentation shows it, not as the list that its code answers. */
  readonly singularForecast?: boolean;
  /** Spells WattTime's period as clients of it were seen to expect it. */
  readonly misspelledPeriod?: boolean;
}

export interface TestGridIntensity {
  readonly url: string;
  readonly requests: readonly string[];
  /** What paths that contain `part` answer from now on, instead of data; `null` for data again. */
  fail(part: string, answer: StandInAnswer | null): void;
  stop(): Promise<void>;
}

const iso = (time: number, milliseconds = true): string => {
  const text = new Date(time * 1000).toISOString();
  return milliseconds ? text : `${text.slice(0, 19)}+00:00`;
};

const within = (hours: ReadonlyMap<number, number>, from: number, to: number): [number, number][] =>
  [...hours].filter(([hour]) => hour + HOUR > from && hour < to);

const span = (url: URL, from: string, to: string): [number, number] => [
  Date.parse(url.searchParams.get(from) ?? '') / 1000,
  Date.parse(url.searchParams.get(to) ?? '') / 1000,
];

const UNAUTHORIZED: StandInAnswer = { status: 401, body: { error: 'Invalid authentication' } };
const notFound = (what: string): StandInAnswer => ({ status: 404, body: { error: `No data for ${what}` } });

/**
 * Starts one server that speaks Electricity Maps v3, WattTime v3 and the Carbon Aware SDK's web API, in the
 * shapes that their documentation and clients show.
 */
export async function startGridIntensity(options: GridIntensityOptions): Promise<TestGridIntensity> {
  const failures = new Map<string, StandInAnswer>();
  const server = await standInServer((request, url): StandInAnswer => {
    const failing = [...failures].find(([part]) => url.pathname.includes(part));
    if (failing) return failing[1];
    if (url.pathname.startsWith('/v3/carbon-intensity')) return electricityMaps(options, request, url);
    if (url.pathname === '/login') return login(options, request);
    if (url.pathname.startsWith('/v3/')) return wattTime(options, request, url);
    if (url.pathname.startsWith('/emissions/')) return carbonAwareSdk(options, url);
    return { status: 404, body: 'Not Found' };
  });
  return {
    url: server.url,
    requests: server.requests,
    fail: (part, answer) => {
      if (answer === null) failures.delete(part);
      else failures.set(part, answer);
    },
    stop: server.stop,
  };
}

function electricityMaps(options: GridIntensityOptions, request: IncomingMessage, url: URL): StandInAnswer {
  if (request.headers['auth-token'] !== options.token) return UNAUTHORIZED;
  const zone = url.searchParams.get('zone') ?? '';
  if (zone !== options.zone) return notFound(`zone ${zone}`);
  const emissionFactorType = url.searchParams.get('emissionFactorType') ?? 'lifecycle';
  const point = ([hour, carbonIntensity]: [number, number]) => ({
    zone,
    carbonIntensity,
    datetime: iso(hour),
    updatedAt: iso(hour + HOUR),
    createdAt: iso(hour),
    emissionFactorType,
    isEstimated: options.estimated?.has(hour) ?? false,
    estimationMethod: options.estimated?.has(hour) === true ? 'TIME_SLICER_AVERAGE' : null,
  });
  switch (url.pathname.replace('/v3/carbon-intensity', '')) {
    case '/past-range': {
      const [start, end] = span(url, 'start', 'end');
      if (end - start > 10 * 24 * HOUR)
        return { status: 400, body: { error: 'range is limited to 10 days' } };
      return { body: { zone, data: within(options.average, start, end).map(point) } };
    }
    case '/history':
      return { body: { zone, history: [...options.average].slice(-24).map(point) } };
    case '/forecast':
      return {
        body: {
          zone,
          forecast: [...(options.forecast ?? [])].map(([hour, carbonIntensity]) => ({
            carbonIntensity,
            datetime: iso(hour),
          })),
          updatedAt: iso(0),
        },
      };
    default:
      return notFound(url.pathname);
  }
}

function login({ token }: GridIntensityOptions, request: IncomingMessage): StandInAnswer {
  const [scheme, credentials = ''] = (request.headers.authorization ?? '').split(' ');
  const [username, password] = Buffer.from(credentials, 'base64').toString('utf8').split(':');
  return scheme === 'Basic' && username === 'user' && password === token
    ? { body: { token: `jwt-of-${token}` } }
    : { status: 403, body: { detail: 'Incorrect username or password' } };
}

function wattTime(options: GridIntensityOptions, request: IncomingMessage, url: URL): StandInAnswer {
  if (request.headers.authorization !== `Bearer jwt-of-${options.token}`) return UNAUTHORIZED;
  const signalType = url.searchParams.get('signal_type') ?? '';
  if (url.pathname === '/v3/region-from-loc') {
    return { body: { region: options.zone, region_full_name: options.zone, signal_type: signalType } };
  }
  if (url.pathname !== '/v3/historical') return notFound(url.pathname);
  const region = url.searchParams.get('region') ?? '';
  const { average, marginal } = options.poundsPerMegawattHour ?? {};
  const hours = signalType === 'co2_aoer' ? average : marginal;
  if (region !== options.zone || hours === undefined) {
    return { status: 403, body: { error: `no access to ${signalType} of ${region}` } };
  }
  const [start, end] = span(url, 'start', 'end');
  const data = within(hours, start, end).flatMap(([hour, value]) =>
    Array.from({ length: 12 }, (_, index) => ({
      point_time: iso(hour + index * 300, false),
      // Readings of an hour differ; their mean is the hour's.
      value: value + (index % 2 === 0 ? 5 : -5),
      version: '3.2',
    })),
  );
  const period = options.misspelledPeriod
    ? { data_point_periods_second: 300 }
    : { data_point_period_seconds: 300 };
  const meta = {
    region,
    signal_type: signalType,
    units: 'lbs_co2_per_mwh',
    ...period,
    model: { date: '2026-03-01' },
  };
  return { body: { data, meta } };
}

function carbonAwareSdk(options: GridIntensityOptions, url: URL): StandInAnswer {
  const location = url.searchParams.get('location') ?? '';
  if (location !== options.zone) return notFound(`location ${location}`);
  if (url.pathname === '/emissions/bylocation') {
    const [from, to] = span(url, 'time', 'toTime');
    const found = within(options.average, from, to).map(([hour, rating]) => ({
      location,
      time: iso(hour, false),
      rating,
      duration: '01:00:00',
    }));
    return found.length === 0 ? { status: 204, body: '' } : { body: found };
  }
  if (url.pathname !== '/emissions/forecasts/current') return notFound(url.pathname);
  const data = [...(options.forecast ?? [])].map(([hour, value]) => ({
    location,
    timestamp: iso(hour, false),
    duration: 60,
    value,
  }));
  const forecast = { generatedAt: iso(0), location, windowSize: 60, forecastData: data };
  return {
    body: options.singularForecast
      ? { ...forecast, optimalDataPoint: data[0] }
      : [{ ...forecast, optimalDataPoints: data.slice(0, 1) }],
  };
}
