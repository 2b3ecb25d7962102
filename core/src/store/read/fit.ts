import type { z } from 'zod';
import { StoreError } from '../../model/index.ts';

/** Holds an answer of the database against the API's contract; what the contract does not know is left out. */
export function fit<T>(schema: z.ZodType<T>, row: unknown, what: string): T {
  const parsed = schema.safeParse(row);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new StoreError(
    `the database holds a ${what} that this version cannot read: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`,
    'run a scan with this version, which writes it anew',
    { cause: parsed.error },
  );
}
