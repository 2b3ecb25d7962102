import { z } from 'zod';
import { SourceProtocolError, SourceQueryError, SourceUnreachableError } from '../../model/index.ts';
import type { HttpAnswer } from '../http/HttpSource.ts';

const errorSchema = z.object({ status: z.literal('error'), errorType: z.string(), error: z.string() });
const successSchema = z.object({
  status: z.literal('success'),
  data: z.unknown(),
  warnings: z.array(z.string()).optional(),
});
const envelopeSchema = z.discriminatedUnion('status', [successSchema, errorSchema]);

const WRONG_PATH_CURE =
  'give the URL under which /api/v1/query answers: http://host:9090 for Prometheus, ' +
  'with /prometheus behind it for Mimir, /select/0/prometheus for VictoriaMetrics cluster';

const firstLine = (text: string): string => text.trim().split('\n')[0]?.slice(0, 160) ?? '';

function refuseWhatIsNotJson(source: string, answer: HttpAnswer): never {
  const { status, body, url } = answer;
  if (status === 429) {
    throw new SourceQueryError(
      `${source} asks for fewer requests (HTTP 429: ${firstLine(body)})`,
      'raise its query limits for this account, or scan less often',
    );
  }
  if (status >= 502) {
    throw new SourceUnreachableError(
      `${source} is not there: the gateway before it answered HTTP ${status}`,
      'check that the server behind the gateway runs and is ready',
    );
  }
  if (/^\s*</.test(body)) {
    throw new SourceProtocolError(
      `${source} answered with a web page (HTTP ${status}) where JSON was expected, at ${url}`,
      `this is a user interface or a sign-in page, not the API: ${WRONG_PATH_CURE}`,
    );
  }
  if (status === 404 || status === 405) {
    throw new SourceProtocolError(`${source} has no query API: HTTP ${status} at ${url}`, WRONG_PATH_CURE);
  }
  throw new SourceProtocolError(
    `${source} answered ${body.length} characters that are not complete JSON (HTTP ${status}) at ${url}`,
    'look for a proxy that cuts answers off (body size or time limit); otherwise ' + WRONG_PATH_CURE,
  );
}

/**
 * The `data` of an answer of Prometheus' HTTP API.
 *
 * @throws SourceQueryError with Prometheus' own words where it refuses the query
 * @throws SourceProtocolError where the answer is not Prometheus' API
 */
export function parsePrometheusAnswer(source: string, answer: HttpAnswer): unknown {
  let json: unknown;
  try {
    json = JSON.parse(answer.body);
  } catch {
    // The parser's message speaks of positions; what matters is what came instead, told below.
    return refuseWhatIsNotJson(source, answer);
  }
  const envelope = envelopeSchema.safeParse(json);
  if (!envelope.success) {
    throw new SourceProtocolError(
      `${source} answered JSON that is not Prometheus' (HTTP ${answer.status}: ${firstLine(answer.body)}) at ${answer.url}`,
      WRONG_PATH_CURE,
    );
  }
  if (envelope.data.status === 'error') {
    const { errorType, error } = envelope.data;
    throw new SourceQueryError(
      `${source} could not answer the query: ${errorType}: ${error}`,
      errorType === 'timeout' || /too many samples/.test(error)
        ? 'shorten the history, or raise --query.timeout and --query.max-samples'
        : 'check the version of the source: Prometheus 2.26 or newer, or a store that speaks its language',
    );
  }
  return envelope.data.data;
}
