import type { Problem } from '@greenops/core/api';

/** An answer that came back through Grafana's plugin proxy; `body` as Grafana parsed it. */
export interface ProxyAnswer {
  readonly status: number;
  readonly body: unknown;
}

const textOf = (body: unknown): string => {
  if (typeof body === 'string') return body.trim();
  if (typeof body !== 'object' || body === null) return '';
  // Grafana keeps the original text of a failed answer that was not JSON in `response`.
  for (const key of ['response', 'message', 'error'] as const) {
    const value: unknown = Reflect.get(body, key);
    if (typeof value === 'string' && value !== '') return value.trim();
  }
  return '';
};

const quoteFirstLine = (text: string): string => {
  const line = text.split('\n', 1)[0]?.slice(0, 120) ?? '';
  return line === '' ? 'an empty body' : `“${line}”`;
};

const looksLikeWebPage = (text: string): boolean => /^<(!doctype|html)/i.test(text);

/**
 * Says in the words of the REST API what went wrong *before* the API could speak: on the way from
 * the browser through Grafana's server to `apiUrl`. The person who reads it configured that URL.
 */
export function proxyProblem({ status, body }: ProxyAnswer, apiUrl: string): Problem {
  const text = textOf(body);
  const problem = (title: string, detail: string, cure: string): Problem => ({
    type: 'about:blank',
    title,
    status,
    detail,
    cure,
  });

  if (looksLikeWebPage(text)) {
    return problem(
      'Not the GreenOps API',
      `${apiUrl} answered with a web page (HTTP ${status}), not with the GreenOps API`,
      'set the API URL to the GreenOps backend itself, not to a portal, a login page or a proxy in front of it',
    );
  }
  switch (status) {
    case 401:
      return problem(
        'Token refused',
        `the GreenOps backend at ${apiUrl} refused the API token`,
        'enter the token that the backend was started with on the Configuration page',
      );
    case 403:
      return text.includes('plugin proxy route access denied')
        ? problem(
            'Not allowed',
            'your Grafana role may not read GreenOps findings',
            'ask an administrator for the role “Findings reader” of this app',
          )
        : problem(
            'Not allowed',
            `the GreenOps backend at ${apiUrl} does not let this API token read findings`,
            'use a token that may read',
          );
    case 404:
      return problem(
        'Not the GreenOps API',
        `the server at ${apiUrl} has no GreenOps API (HTTP 404, ${quoteFirstLine(text)})`,
        'give the API URL without a path: the app adds /api/greenops/v1 itself',
      );
    case 502:
    case 503:
    case 504:
      return problem(
        'Backend unreachable',
        `Grafana's server could not reach the GreenOps backend at ${apiUrl} (HTTP ${status})`,
        "check that the backend runs and that its address and port are right as seen from Grafana's server, not from your browser",
      );
    default:
      return problem(
        'Unexpected answer',
        `${apiUrl} answered HTTP ${status} with ${quoteFirstLine(text)}`,
        "look for this request in the backend's log",
      );
  }
}

/** For an app that nobody has configured yet; nothing was sent. */
export const notConfiguredProblem: Problem = {
  type: 'about:blank',
  title: 'Not configured',
  status: 503,
  detail: 'this app does not know yet where the GreenOps backend is',
  cure: 'an administrator enters its URL and token on the Configuration page',
};

/** Grafana's own server did not answer the browser. */
export const grafanaUnreachableProblem: Problem = {
  type: 'about:blank',
  title: 'Grafana unreachable',
  status: 503,
  detail: "Grafana's server did not answer",
  cure: 'check your connection to Grafana and try again',
};
