import type { BackendSrv, BackendSrvRequest, FetchError, FetchResponse } from '@grafana/runtime';
import { lastValueFrom, map, Observable, throwError } from 'rxjs';

/** The body as Grafana hands it on: JSON where it is JSON, else the text. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Not JSON, which is allowed: the caller gets the text.
    return text;
  }
}

/** A failed answer that was not JSON reaches callers in this shape. */
const failureBody = (body: unknown, statusText: string): unknown =>
  typeof body === 'string' ? { message: body, error: statusText, response: body } : body;

const urlOf = ({ url, params }: BackendSrvRequest): string => {
  const given: [string, unknown][] = Object.entries(params ?? {});
  const pairs = given.filter(([, value]) => value !== undefined).map(([key, value]) => [key, String(value)]);
  const query = new URLSearchParams(pairs).toString();
  const path = `/${url.replace(/^\//, '')}`;
  return query === '' ? path : `${path}${path.includes('?') ? '&' : '?'}${query}`;
};

async function answer<T>(request: BackendSrvRequest, signal: AbortSignal): Promise<FetchResponse<T>> {
  const response = await fetch(urlOf(request), {
    method: request.method ?? 'GET',
    headers: {
      Accept: 'application/json, text/plain, */*',
      'X-Grafana-Org-Id': '1',
      ...(request.data !== undefined && { 'Content-Type': 'application/json' }),
      ...request.headers,
    },
    ...(request.data !== undefined && { body: JSON.stringify(request.data) }),
    signal,
  });
  const { status, statusText, ok, headers, redirected, type, url } = response;
  const body = parse(await response.text());
  if (!ok) {
    const error: FetchError = { status, statusText, data: failureBody(body, statusText), config: request };
    throw error;
  }
  // The caller says what it expects, as with Grafana's own service.
  return { data: body as T, status, statusText, ok, headers, redirected, type, url, config: request };
}

function fetchFromHost<T>(request: BackendSrvRequest): Observable<FetchResponse<T>> {
  return new Observable(subscriber => {
    const abort = new AbortController();
    const stop = () => abort.abort();
    request.abortSignal?.addEventListener('abort', stop, { once: true });
    answer<T>(request, abort.signal).then(
      value => {
        subscriber.next(value);
        subscriber.complete();
      },
      (error: unknown) => (abort.signal.aborted ? subscriber.complete() : subscriber.error(error)),
    );
    return stop;
  });
}

const dataOf = <T>(request: BackendSrvRequest): Promise<T> =>
  lastValueFrom(fetchFromHost<T>(request).pipe(map(({ data }) => data)));

/** Requests are real; only the server behind them is the host's. */
export const backendSrv: BackendSrv = {
  fetch: fetchFromHost,
  request: dataOf,
  datasourceRequest: request => lastValueFrom(fetchFromHost(request)),
  get: (url, params, requestId, options) => dataOf({ ...options, url, params, requestId, method: 'GET' }),
  post: (url, data, options) => dataOf({ ...options, url, data, method: 'POST' }),
  put: (url, data, options) => dataOf({ ...options, url, data, method: 'PUT' }),
  patch: (url, data, options) => dataOf({ ...options, url, data, method: 'PATCH' }),
  delete: (url, data, options) => dataOf({ ...options, url, data, method: 'DELETE' }),
  chunked: () => throwError(() => new Error('the stand-in host has no chunked requests')),
};
