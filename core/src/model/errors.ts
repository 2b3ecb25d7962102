/**
 * Errors that callers may want to tell apart. Decide by `error.name`, not by `instanceof`: errors
 * cross package copies and the wire. Every message names the thing that is wrong; `cure` says what
 * to do about it.
 */
abstract class GreenOpsError extends Error {
  /** What the reader can do about it, as an imperative sentence without a final stop. */
  readonly cure: string;

  constructor(message: string, cure: string, options?: { cause?: unknown }) {
    super(message, options);
    this.cure = cure;
  }
}

/** What a person or a file gave us does not make sense. */
export class InvalidInputError extends GreenOpsError {
  override readonly name = 'InvalidInputError';
}

/** What was asked for by id does not exist (any more). */
export class NotFoundError extends GreenOpsError {
  override readonly name = 'NotFoundError';
}

/** A source did not answer at all: refused, unknown host, timed out, TLS. */
export class SourceUnreachableError extends GreenOpsError {
  override readonly name = 'SourceUnreachableError';
}

/** A source answered, but said no: wrong credentials or missing rights. */
export class SourceDeniedError extends GreenOpsError {
  override readonly name = 'SourceDeniedError';
}

/** A source answered something that is not what it should speak: HTML, half a JSON, another API. */
export class SourceProtocolError extends GreenOpsError {
  override readonly name = 'SourceProtocolError';
}

/** A source understood the question and refused or failed to answer it: a query error, overload, a limit. */
export class SourceQueryError extends GreenOpsError {
  override readonly name = 'SourceQueryError';
}

/** A stored secret cannot be opened, or there is no master key to seal it with. */
export class SecretError extends GreenOpsError {
  override readonly name = 'SecretError';
}

/** What was read has been changed since by somebody else. */
export class ConflictError extends GreenOpsError {
  override readonly name = 'ConflictError';
}

/** The database is absent, too old, of the wrong kind, or its schema has drifted. */
export class StoreError extends GreenOpsError {
  override readonly name = 'StoreError';
}

/** The text that tells a person how to mend the error, where it carries one. */
export function cureOf(error: unknown): string | undefined {
  return error instanceof Error && 'cure' in error && typeof error.cure === 'string' ? error.cure : undefined;
}

/** The message of anything thrown, with the chain of causes that says why. */
export function describeError(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause === undefined ? '' : `: ${describeError(error.cause)}`;
  return error.message.includes(cause) ? error.message : `${error.message}${cause}`;
}
