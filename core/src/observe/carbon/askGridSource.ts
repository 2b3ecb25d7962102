import { type z } from 'zod';
import {
  describeError,
  SourceDeniedError,
  SourceProtocolError,
  SourceQueryError,
} from '../../model/index.ts';
import type { HttpRequest, HttpSource } from '../http/HttpSource.ts';

/** What to do about each refusal of a particular source. */
export interface GridSourceCures {
  readonly denied: string;
  readonly notFound: string;
}

const START_OF_BODY = 120;

function refusal(label: string, status: number, body: string, cures: GridSourceCures): Error {
  const said = body.trim().slice(0, START_OF_BODY);
  const message = `${label} answered HTTP ${status}${said === '' ? '' : `: ${said}`}`;
  if (status === 404) return new SourceQueryError(message, cures.notFound);
  if (status === 429) {
    return new SourceQueryError(
      message,
      'wait until the limit of requests is over, scan less often, or take a plan with a higher one',
    );
  }
  return new SourceQueryError(
    message,
    status >= 500 ? 'try again later; the source has trouble of its own' : cures.notFound,
  );
}

/**
 * Asks a source of grid intensity and holds the answer to its schema.
 *
 * @throws SourceDeniedError with the source's own cure, SourceQueryError where it refuses (404, 429, 5xx),
 *   SourceProtocolError where the answer is not what it should be
 */
export async function askGridSource<T>(
  http: HttpSource,
  request: HttpRequest,
  schema: z.ZodType<T>,
  cures: GridSourceCures,
): Promise<T> {
  const { status, body } = await http.request(request).catch((error: unknown) => {
    if (!(error instanceof SourceDeniedError)) throw error;
    throw new SourceDeniedError(error.message, cures.denied, { cause: error });
  });
  if (status === 204) return schema.parse([]);
  if (status !== 200) throw refusal(http.label, status, body, cures);
  const result = schema.safeParse(parsed(http.label, request.path, body));
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  throw new SourceProtocolError(
    `${http.label} answered ${request.path} in a shape that is not known: ${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`,
    'check that the URL is that of the API and of a version that is supported',
  );
}

function parsed(label: string, path: string, body: string): unknown {
  try {
    return JSON.parse(body);
  } catch (error) {
    throw new SourceProtocolError(
      `${label} answered ${path} with something that is not JSON (${describeError(error)})`,
      'check the URL: a proxy or a login page may stand in between',
    );
  }
}
