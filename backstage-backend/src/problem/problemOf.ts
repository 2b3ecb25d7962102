import { isError } from '@backstage/errors';
import { type Problem } from '@greenops/core/api';
import { cureOf, describeError } from '@greenops/core/model';

/** What an error's `name` means to a client: names, not classes, because errors cross package copies. */
const PROBLEMS: Readonly<Record<string, { status: number; type: string; title: string }>> = {
  InvalidInputError: { status: 400, type: 'invalid-input', title: 'The request does not make sense' },
  InputError: { status: 400, type: 'invalid-input', title: 'The request does not make sense' },
  AuthenticationError: { status: 401, type: 'not-signed-in', title: 'Nobody is signed in' },
  NotAllowedError: { status: 403, type: 'not-allowed', title: 'Not allowed' },
  NotFoundError: { status: 404, type: 'not-found', title: 'There is no such thing' },
  ConflictError: { status: 409, type: 'conflict', title: 'It was changed meanwhile, or is there already' },
  SecretError: { status: 503, type: 'secret', title: 'A stored secret cannot be used' },
  SourceDeniedError: { status: 502, type: 'source-denied', title: 'A source refused access' },
  SourceProtocolError: { status: 502, type: 'source-protocol', title: 'A source answered something else' },
  SourceQueryError: { status: 502, type: 'source-query', title: 'A source could not answer' },
  SourceUnreachableError: { status: 503, type: 'source-unreachable', title: 'A source does not answer' },
  StoreError: { status: 503, type: 'store', title: 'The database does not answer' },
  ServiceUnavailableError: { status: 503, type: 'unavailable', title: 'Not available at the moment' },
};

/**
 * RFC 9457 problem details of anything thrown. The text of an error that nobody foresaw stays in the
 * log: it may hold what a client must not see.
 */
export function problemOf(error: unknown): Problem {
  const known = isError(error) ? PROBLEMS[error.name] : undefined;
  if (!known) {
    return {
      type: 'urn:greenops:problem:internal',
      title: 'Internal error',
      status: 500,
      detail: 'the backend met an error that it does not know',
      cure: 'look for the time of this request in the log of the backend',
    };
  }
  return {
    type: `urn:greenops:problem:${known.type}`,
    title: known.title,
    status: known.status,
    detail: describeError(error),
    cure: cureOf(error) ?? null,
  };
}
