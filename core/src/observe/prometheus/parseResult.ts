import { z } from 'zod';
import { SourceProtocolError } from '../../model/index.ts';

export type Labels = Readonly<Record<string, string>>;

/** One series at one moment. */
export interface VectorSample {
  readonly labels: Labels;
  readonly value: number;
}

/** One series over time, oldest first. */
export interface MatrixSeries {
  readonly labels: Labels;
  readonly times: Float64Array;
  readonly values: Float64Array;
}

const labelsSchema = z.record(z.string(), z.string());
const vectorSchema = z.object({
  resultType: z.literal('vector'),
  result: z.array(z.object({ metric: labelsSchema, value: z.tuple([z.number(), z.string()]).optional() })),
});
// The samples are the bulk of an answer and are checked by hand below: zod would take ten times as long.
const matrixSchema = z.object({
  resultType: z.literal('matrix'),
  result: z.array(z.object({ metric: labelsSchema, values: z.custom<unknown[]>(Array.isArray).optional() })),
});

const UNEXPECTED_CURE = 'check that the URL belongs to Prometheus or a store that speaks its API';

/** Reads `+Inf`, `-Inf` and `NaN` too, as Prometheus writes them. */
function parseValue(text: string): number {
  if (text === '+Inf') return Number.POSITIVE_INFINITY;
  if (text === '-Inf') return Number.NEGATIVE_INFINITY;
  return Number(text);
}

/** @throws SourceProtocolError when it is not an instant vector */
export function parseVector(source: string, data: unknown): VectorSample[] {
  const parsed = vectorSchema.safeParse(data);
  if (!parsed.success) {
    throw new SourceProtocolError(
      `${source} answered a query with something that is no vector: ${z.prettifyError(parsed.error)}`,
      UNEXPECTED_CURE,
    );
  }
  // A native histogram has no `value`; none of our queries asks for one.
  return parsed.data.result.flatMap(({ metric, value }) =>
    value === undefined ? [] : [{ labels: metric, value: parseValue(value[1]) }],
  );
}

/** @throws SourceProtocolError when it is not a range vector */
export function parseMatrix(source: string, data: unknown): MatrixSeries[] {
  const parsed = matrixSchema.safeParse(data);
  if (!parsed.success) {
    throw new SourceProtocolError(
      `${source} answered a range query with something that is no matrix: ${z.prettifyError(parsed.error)}`,
      UNEXPECTED_CURE,
    );
  }
  return parsed.data.result.map(({ metric, values = [] }) => {
    const series = {
      labels: metric,
      times: new Float64Array(values.length),
      values: new Float64Array(values.length),
    };
    for (let index = 0; index < values.length; index += 1) {
      const sample = values[index];
      if (!Array.isArray(sample) || typeof sample[0] !== 'number' || typeof sample[1] !== 'string') {
        throw new SourceProtocolError(
          `${source} answered a sample that is none: ${JSON.stringify(sample)?.slice(0, 80)}`,
          UNEXPECTED_CURE,
        );
      }
      series.times[index] = sample[0];
      series.values[index] = parseValue(sample[1]);
    }
    return series;
  });
}

/** Reads data that is neither vector nor matrix. */
export function parseAs<T>(source: string, schema: z.ZodType<T>, data: unknown): T {
  const parsed = schema.safeParse(data);
  if (parsed.success) return parsed.data;
  throw new SourceProtocolError(
    `${source} answered something unexpected: ${z.prettifyError(parsed.error)}`,
    UNEXPECTED_CURE,
  );
}
