import { SourceProtocolError } from '../../model/index.ts';
import type { SeriesFamily } from '../clusterSource.ts';
import { decodeVlq, encodeVlq } from './base64Vlq.ts';
import type { RecordingHeader } from './format.ts';

/** Samples of one chunk, as a line of a recording holds them. */
export interface EncodedSamples {
  /** Where samples are on the step grid: first position, count, first position, count … */
  readonly runs?: readonly number[];
  /** For samples off the grid: VLQ of millisecond differences, the first from the window's start. */
  readonly times?: string;
  /** `integer`: the value itself. `logarithmic`: see {@link encodeSamples}. */
  readonly code: 'integer' | 'logarithmic';
  /** VLQ of the differences of the codes. */
  readonly values: string;
  /** What is not a finite number, by index in `values` (which repeats the code before). */
  readonly odd?: readonly (readonly [number, 'NaN' | '+Inf' | '-Inf'])[];
}

export interface Samples {
  /** Unix seconds. */
  readonly times: ArrayLike<number>;
  readonly values: ArrayLike<number>;
}

/** What times and codes are relative to: the same for all lines of a recording. */
export interface SampleGrid {
  /** Unix seconds. */
  readonly start: number;
  readonly step: number;
  /** Positions 0 … `steps` are on the grid. */
  readonly steps: number;
  /** Greatest relative error of a logarithmic value. */
  readonly relativeError: number;
}

/** The grid that a recording's header lays down. */
export const sampleGrid = ({
  window,
  step,
  relativeError,
}: Pick<RecordingHeader, 'window' | 'step' | 'relativeError'>): SampleGrid => ({
  start: window.start,
  step,
  steps: Math.ceil((window.end - window.start) / step),
  relativeError,
});

// Looked up once: these run for every sample, and look-ups of globals are slow in some hosts (jest's among them).
const { abs, exp, log, max, round } = Math;
const { isFinite: isFiniteNumber } = Number;

/** Smaller sizes read back as zero, as in the quantile sketch: a nanocore, a billionth of a byte. */
const SMALLEST = 1e-9;
const LARGEST_EXACT_INTEGER = 2 ** 50;
/** Families that count events: small whole numbers are kept exactly. */
const COUNTED: ReadonlySet<SeriesFamily> = new Set(['cfsPeriods', 'cfsThrottledPeriods', 'oomKills']);
const ODD_VALUE = {
  NaN: Number.NaN,
  '+Inf': Number.POSITIVE_INFINITY,
  '-Inf': Number.NEGATIVE_INFINITY,
} as const;

/**
 * Packs samples into text. A logarithmic value v is stored as sign(v) · (1 + round(ln(|v| / 1e-9) /
 * ln γ)) with γ = (1 + ε)², so that reading it back is off by at most ε of it, whatever its size;
 * below 1e-9 it is 0. Counts are stored exactly where all values of the chunk are whole. Times on the
 * step grid are exact; others are kept to the millisecond.
 */
export function encodeSamples(family: SeriesFamily, samples: Samples, grid: SampleGrid): EncodedSamples {
  const values = Array.from(samples.values);
  const exact =
    COUNTED.has(family) &&
    values.every(value => Number.isInteger(value) && Math.abs(value) < LARGEST_EXACT_INTEGER);
  const toCode = exact ? (value: number) => value : logarithmicCode(grid.relativeError);
  const odd: [number, 'NaN' | '+Inf' | '-Inf'][] = [];
  let last = 0;
  const codes = values.map((value, index) => {
    if (isFiniteNumber(value)) return (last = toCode(value));
    odd.push([index, Number.isNaN(value) ? 'NaN' : value > 0 ? '+Inf' : '-Inf']);
    return last;
  });
  return {
    ...encodeTimes(samples.times, grid),
    code: exact ? 'integer' : 'logarithmic',
    values: encodeVlq(differences(codes)),
    ...(odd.length > 0 ? { odd } : {}),
  };
}

/**
 * Unpacks a line's samples.
 *
 * @throws RangeError where the text is no such packing; the caller knows which line it is
 */
export function decodeSamples(
  encoded: EncodedSamples,
  grid: SampleGrid,
): { times: Float64Array; values: Float64Array } {
  const codes = decodeVlq(encoded.values);
  const fromCode = encoded.code === 'integer' ? (code: number) => code : logarithmicValue(grid.relativeError);
  const values = new Float64Array(codes.length);
  let code = 0;
  for (let index = 0; index < codes.length; index += 1) values[index] = fromCode((code += codes[index] ?? 0));
  for (const [index, name] of encoded.odd ?? []) {
    if (index >= values.length) throw new RangeError(`there is no value number ${index}`);
    values[index] = ODD_VALUE[name];
  }
  return { times: decodeTimes(encoded, codes.length, grid), values };
}

function logarithmicCode(relativeError: number): (value: number) => number {
  const logGamma = 2 * Math.log1p(relativeError);
  return value => {
    const code = max(0, 1 + round(log(abs(value) / SMALLEST) / logGamma));
    return value < 0 ? -code : code;
  };
}

function logarithmicValue(relativeError: number): (code: number) => number {
  const logGamma = 2 * Math.log1p(relativeError);
  return code => (code === 0 ? 0 : (code < 0 ? -SMALLEST : SMALLEST) * exp((abs(code) - 1) * logGamma));
}

const differences = (integers: readonly number[]): number[] =>
  integers.map((integer, index) => integer - (integers[index - 1] ?? 0));

function encodeTimes(times: ArrayLike<number>, grid: SampleGrid): Pick<EncodedSamples, 'runs' | 'times'> {
  const runs: number[] = [];
  let next = -1;
  for (let index = 0; index < times.length; index += 1) {
    const time = times[index] ?? Number.NaN;
    const position = (time - grid.start) / grid.step;
    if (position % 1 !== 0 || position < Math.max(0, next) || position > grid.steps)
      return offGrid(times, grid);
    if (position === next) runs[runs.length - 1] = (runs.at(-1) ?? 0) + 1;
    else runs.push(position, 1);
    next = position + 1;
  }
  return { runs };
}

function offGrid(times: ArrayLike<number>, grid: SampleGrid): Pick<EncodedSamples, 'times'> {
  const milliseconds = Array.from(times, time => Math.round((time - grid.start) * 1000));
  if (!milliseconds.every(Number.isSafeInteger)) {
    throw new SourceProtocolError(
      'A sample has a time that is not a number',
      'look at the source that was recorded: it answers without usable times',
    );
  }
  return { times: encodeVlq(differences(milliseconds)) };
}

function decodeTimes(encoded: EncodedSamples, count: number, grid: SampleGrid): Float64Array {
  const times = new Float64Array(count);
  let filled = 0;
  if (encoded.times !== undefined) {
    let milliseconds = 0;
    for (const difference of decodeVlq(encoded.times))
      times[filled++] = grid.start + (milliseconds += difference) / 1000;
  }
  const runs = encoded.runs ?? [];
  for (let run = 0; run + 1 < runs.length; run += 2) {
    const [first = 0, length = 0] = [runs[run], runs[run + 1]];
    if (first + length > grid.steps + 1) throw new RangeError('a sample lies outside the window');
    if (filled + length > count) throw new RangeError(`there are more times than the ${count} values`);
    for (let index = 0; index < length; index += 1)
      times[filled++] = grid.start + (first + index) * grid.step;
  }
  if (filled !== count) throw new RangeError(`there are ${filled} times for ${count} values`);
  return times;
}
