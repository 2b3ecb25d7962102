import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Labels, MetricFamily } from './metricFamily.ts';

/** Characters that are gathered before they are written, so that a file of gigabytes takes few system calls. */
const CHUNK_CHARACTERS = 1 << 20;

/**
 * Writes families as OpenMetrics text: what `promtool tsdb create-blocks-from openmetrics` reads. Families
 * that come several times (from two endpoints, say) are put together, because each must be contiguous.
 */
export async function writeOpenMetrics(families: Iterable<MetricFamily>, file: string): Promise<void> {
  await pipeline(Readable.from(openMetricsText(families)), createWriteStream(file));
}

/** The same as pieces of text. */
export function* openMetricsText(families: Iterable<MetricFamily>): Generator<string> {
  let text = '';
  for (const [name, parts] of byName(families)) {
    // A counter is declared without the `_total` of its samples; one without it would not be valid OpenMetrics.
    const counter = parts[0]?.type === 'counter' && name.endsWith('_total');
    text += counter ? `# TYPE ${name.slice(0, -'_total'.length)} counter\n` : `# TYPE ${name} gauge\n`;
    for (const part of parts) {
      for (const { labels, times, values } of part.series) {
        const series = name + labelText(labels);
        for (let index = 0; index < times.length; index += 1) {
          text += `${series} ${numberText(values[index] ?? NaN)} ${times[index]}\n`;
          if (text.length > CHUNK_CHARACTERS) {
            yield text;
            text = '';
          }
        }
      }
    }
  }
  yield `${text}# EOF\n`;
}

function byName(families: Iterable<MetricFamily>): Map<string, MetricFamily[]> {
  const grouped = new Map<string, MetricFamily[]>();
  for (const family of families) grouped.set(family.name, [...(grouped.get(family.name) ?? []), family]);
  return grouped;
}

function labelText(labels: Labels): string {
  const pairs = Object.entries(labels)
    .filter(([, value]) => value !== '')
    .map(([name, value]) => `${name}="${escape(value)}"`);
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`;
}

const escape = (value: string): string =>
  value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');

function numberText(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? '+Inf' : '-Inf';
  return String(value);
}
