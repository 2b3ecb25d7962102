import { InvalidInputError } from '@greenops/core/model';
import { type Request } from 'express';
import { type z } from 'zod';

function explain(issue: z.core.$ZodIssue): string {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map(key => `unknown query parameter "${key}"`).join(', ');
  }
  return `query parameter "${issue.path.join('.')}": ${issue.message}`;
}

/**
 * The query parameters as the contract declares them.
 *
 * @throws InvalidInputError naming each parameter that is unknown, repeated or out of range
 */
export function parseQuery<Shape extends z.core.$ZodLooseShape>(
  schema: z.ZodObject<Shape, z.core.$strict>,
  request: Request,
): z.infer<z.ZodObject<Shape, z.core.$strict>> {
  const parsed = schema.safeParse(request.query);
  if (parsed.success) return parsed.data;
  throw new InvalidInputError(
    parsed.error.issues.map(explain).join('; '),
    `use only ${Object.keys(schema.shape).join(', ')}, each at most once`,
  );
}
