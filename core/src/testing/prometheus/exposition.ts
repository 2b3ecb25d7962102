import { InvalidInputError } from '../../model/index.ts';

export type ExpositionType = 'counter' | 'gauge' | 'histogram' | 'summary' | 'unknown';

/** One line of an exposition. */
export interface ExpositionSample {
  /** As written, suffixes (`_total`, `_bucket` …) included. */
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
  /** Unix seconds; `null` where the line carries none. */
  readonly timestamp: number | null;
  /** Type of the family that the sample belongs to. */
  readonly type: ExpositionType;
}

const TYPES: Readonly<Record<string, ExpositionType>> = {
  counter: 'counter',
  gauge: 'gauge',
  histogram: 'histogram',
  gaugehistogram: 'histogram',
  summary: 'summary',
  info: 'gauge',
  stateset: 'gauge',
};

/** Suffixes under which the samples of a family may appear. `_created` (OpenMetrics) is a moment, not a count. */
const FAMILY_SUFFIX = /_(total|bucket|sum|count|info|gcount|gsum)$/;

/**
 * Reads the text a `/metrics` endpoint answers: Prometheus text format 0.0.4 and OpenMetrics 1.0, which
 * is told by its closing `# EOF` and differs in the unit of timestamps (seconds, not milliseconds) and in
 * exemplars after a `#`.
 *
 * @throws InvalidInputError naming the line that is neither
 */
export function parseExposition(text: string): ExpositionSample[] {
  const lines = text.split(/\r?\n/);
  const openMetrics = lines.some(line => line.trim() === '# EOF');
  const timestampUnit = openMetrics ? 1 : 1e-3;
  const types = new Map<string, ExpositionType>();
  const samples: ExpositionSample[] = [];
  for (const [index, line] of lines.entries()) {
    const trimmed = line.trim();
    if (trimmed === '') continue;
    if (trimmed.startsWith('#')) {
      const declared = /^#\s*TYPE\s+(\S+)\s+(\S+)/.exec(trimmed);
      if (declared?.[1] !== undefined) types.set(declared[1], TYPES[declared[2] ?? ''] ?? 'unknown');
      continue;
    }
    const { name, labels, rest } = parseSeries(trimmed, index + 1);
    const [value = '', timestamp] = rest.split('#', 1)[0]?.trim().split(/\s+/) ?? [];
    samples.push({
      name,
      labels,
      value: parseValue(value, trimmed, index + 1),
      timestamp: timestamp === undefined ? null : parseValue(timestamp, trimmed, index + 1) * timestampUnit,
      type: typeOf(name, types),
    });
  }
  return samples;
}

/** True where the value only grows (until its process restarts), so that its rate is what matters. */
export function isCumulative(sample: ExpositionSample): boolean {
  switch (sample.type) {
    case 'counter':
      return true;
    case 'histogram':
    case 'summary':
      return /_(bucket|sum|count)$/.test(sample.name);
    case 'gauge':
      return false;
    case 'unknown':
      return sample.name.endsWith('_total');
    default: {
      const never: never = sample.type;
      return never;
    }
  }
}

function typeOf(name: string, types: ReadonlyMap<string, ExpositionType>): ExpositionType {
  const exact = types.get(name);
  if (exact !== undefined) return exact;
  if (name.endsWith('_created')) return 'gauge';
  return types.get(name.replace(FAMILY_SUFFIX, '')) ?? 'unknown';
}

/** Name and labels of a sample line, and what follows them. The newer form `{"a.name", "a.label"="x"}` is read too. */
function parseSeries(
  line: string,
  number: number,
): { name: string; labels: Record<string, string>; rest: string } {
  const head = /^[A-Za-z_:][\w:]*/.exec(line);
  let name = head?.[0] ?? '';
  const labels: Record<string, string> = {};
  let at = name.length;
  if (line[at] === '{') {
    const pair = /\s*(?:([A-Za-z_]\w*)|"((?:[^"\\]|\\.)*)")\s*(?:=\s*"((?:[^"\\]|\\.)*)")?\s*,?/y;
    pair.lastIndex = at + 1;
    for (at += 1; line[at] !== '}'; at = pair.lastIndex) {
      const match = pair.exec(line);
      if (!match) throw malformed(line, number);
      const [, plain, quoted, value] = match;
      const key = plain ?? unescape(quoted ?? '');
      if (value !== undefined) labels[key] = unescape(value);
      else if (quoted !== undefined && name === '') name = key;
      else throw malformed(line, number);
      while (line[pair.lastIndex] === ' ') pair.lastIndex += 1;
    }
    at += 1;
  }
  if (name === '' || !/^\s/.test(line.slice(at))) throw malformed(line, number);
  return { name, labels, rest: line.slice(at) };
}

const ESCAPED: Readonly<Record<string, string>> = { n: '\n', '"': '"', '\\': '\\' };
const unescape = (text: string): string =>
  text.replace(/\\(.)/g, (whole, char: string) => ESCAPED[char] ?? whole);

function parseValue(text: string, line: string, number: number): number {
  const infinity = /^([+-]?)inf(?:inity)?$/i.exec(text);
  if (infinity) return infinity[1] === '-' ? -Infinity : Infinity;
  if (/^[+-]?nan$/i.test(text)) return NaN;
  const value = Number(text);
  if (text === '' || Number.isNaN(value)) throw malformed(line, number);
  return value;
}

const malformed = (line: string, number: number): InvalidInputError =>
  new InvalidInputError(
    `line ${number} is not a Prometheus sample: ${line.slice(0, 120)}`,
    'give the text of a /metrics endpoint: name{label="value"} number',
  );
