import { types } from 'node:util';

/** The code that Node (`EEXIST`) or Postgres (SQLSTATE) gave an error; not by `instanceof`, which other realms' errors fail. */
export const errorCode = (error: unknown): string | undefined =>
  types.isNativeError(error) && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
