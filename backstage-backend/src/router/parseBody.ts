import { InvalidInputError } from '@greenops/core/model';
import { type Request } from 'express';
import { type z } from 'zod';

/**
 * The JSON body as the contract declares it.
 *
 * @throws InvalidInputError naming each field that is wrong, never its value: it may be a secret
 */
export function parseBody<T>(schema: z.ZodType<T>, request: Request): T {
  const parsed = schema.safeParse(request.body);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map(
    ({ path, message }) => `${path.join('.') || 'the body'}: ${message}`,
  );
  throw new InvalidInputError(
    problems.join('; '),
    'send JSON (content-type: application/json) as the API describes it',
  );
}
