import { setTimeout as sleep } from 'node:timers/promises';
import { InvalidInputError, SourceDeniedError, SourceUnreachableError } from '../../model/index.ts';
import { Semaphore } from './Semaphore.ts';
import { FETCH_FAILURE_TEXT, type FetchFailure, fetchFailureOf } from './describeFetchFailure.ts';
import type { HttpAuth, HttpSourceConfig } from './httpSourceSchema.ts';
import { RETRIED_STATUS, retryDelay } from './retryDelay.ts';
import { type SignableRequest, signAwsRequest } from './signAwsRequest.ts';
import { type Fetch, type FetchedResponse, tlsFetch } from './tlsFetch.ts';

/** What came back: any status but 401 and 403, body unread as to its meaning. */
export interface HttpAnswer {
  readonly url: string;
  readonly status: number;
  readonly body: string;
  readonly headers: Headers;
}

export interface HttpRequest {
  /** Below the source's URL, with a leading slash. */
  readonly path: string;
  readonly parameters?: Readonly<Record<string, string | readonly string[]>>;
  /** A POST sends the parameters as a form: queries may be longer than a URL may be. */
  readonly method?: 'GET' | 'POST';
  /** On top of the source's own, or in their place. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal | undefined;
}

/**
 * One HTTP API with its credentials, timeout, bounded retries and bounded concurrency. Answers are
 * handed out whatever they say; only a source that cannot be reached or does not let us in is an error.
 */
export class HttpSource {
  readonly #name: string;
  readonly #base: URL;
  readonly #headers: Headers;
  readonly #auth: HttpAuth;
  readonly #fetch: Fetch;
  readonly #timeoutMs: number;
  readonly #attempts: number;
  readonly #retryBaseMs: number;
  readonly #semaphore: Semaphore;
  readonly #handsOutChallenges: boolean;

  private constructor(name: string, config: HttpSourceConfig, options: HttpSourceOptions) {
    this.#name = name;
    this.#base = new URL(config.url);
    this.#headers = headersOf(config, this.#base);
    this.#auth = config.auth;
    this.#fetch = config.tls ? tlsFetch(config.tls) : fetch;
    // fetch refuses a URL with credentials in it, and no message shall show them.
    this.#base.username = '';
    this.#base.password = '';
    this.#timeoutMs = config.timeoutSeconds * 1000;
    this.#attempts = options.attempts ?? 4;
    this.#retryBaseMs = options.retryBaseMs ?? 500;
    this.#semaphore = new Semaphore(options.concurrency ?? 4);
    this.#handsOutChallenges = options.handsOutChallenges ?? false;
  }

  /** @param name - how messages call the source: `Prometheus` */
  static create(name: string, config: HttpSourceConfig, options: HttpSourceOptions = {}): HttpSource {
    return new HttpSource(name, config, options);
  }

  /** The source as messages name it: `Prometheus at http://localhost:9090/`. */
  get label(): string {
    return `${this.#name} at ${this.#base.href}`;
  }

  /**
   * @throws SourceUnreachableError when there is no answer: refused, unknown host, TLS, time-out, broken off
   * @throws SourceDeniedError on 401 and 403
   */
  async request(request: HttpRequest): Promise<HttpAnswer> {
    return this.#semaphore.run(() => this.#attemptUntilAnswered(request));
  }

  async #attemptUntilAnswered(request: HttpRequest): Promise<HttpAnswer> {
    for (let attempt = 0; ; attempt += 1) {
      request.signal?.throwIfAborted();
      const last = attempt + 1 >= this.#attempts;
      const outcome = await this.#attempt(request, last);
      if ('answer' in outcome) return outcome.answer;
      const delay = retryDelay({
        attempt,
        baseMs: this.#retryBaseMs,
        retryAfter: outcome.retryAfter,
        nowMs: Date.now(),
        random: Math.random(),
      });
      await sleep(delay, undefined, request.signal ? { signal: request.signal } : {});
    }
  }

  async #attempt(
    request: HttpRequest,
    last: boolean,
  ): Promise<{ answer: HttpAnswer } | { retryAfter: string | null }> {
    const timeout = AbortSignal.timeout(this.#timeoutMs);
    const signal = request.signal ? AbortSignal.any([request.signal, timeout]) : timeout;
    try {
      const response = await this.#send(request, signal);
      const body = await response.text();
      if (this.#denies(response)) throw this.#denied(response.status);
      // A JSON body is the source's own word on the matter (a query that timed out): asking again only repeats it.
      const worthRetrying = RETRIED_STATUS.has(response.status) && !body.trimStart().startsWith('{');
      if (worthRetrying && !last) return { retryAfter: response.headers.get('retry-after') };
      const { status, headers } = response;
      return { answer: { url: this.#url({ path: request.path }), status, body, headers } };
    } catch (error) {
      request.signal?.throwIfAborted();
      if (error instanceof SourceDeniedError || error instanceof InvalidInputError) throw error;
      if (timeout.aborted) throw this.#timedOut(error);
      const failure = fetchFailureOf(error);
      if (failure === 'reset' && !last) return { retryAfter: null };
      throw this.#unreachable(failure, error);
    }
  }

  #url({ path, parameters, method }: HttpRequest): string {
    const url = new URL(this.#base);
    url.pathname = url.pathname.replace(/\/+$/, '') + path;
    if (method !== 'POST') url.search = formOf(parameters).toString();
    return url.href;
  }

  async #send(request: HttpRequest, signal: AbortSignal): Promise<FetchedResponse> {
    const { method = 'GET', parameters, headers } = request;
    const own = new Headers(this.#headers);
    for (const [name, value] of Object.entries(headers ?? {})) own.set(name, value);
    const url = this.#url(request);
    if (method !== 'POST')
      return this.#fetch(url, { method, headers: await this.#signed({ url, method, headers: own }), signal });
    own.set('content-type', 'application/x-www-form-urlencoded;charset=UTF-8');
    const body = formOf(parameters).toString();
    const signed = await this.#signed({ url, method, headers: own, body });
    return this.#fetch(url, { method, headers: signed, body, signal });
  }

  /** Each attempt is signed anew: a signature is only good for some minutes. */
  async #signed(request: SignableRequest): Promise<Headers> {
    return this.#auth.type === 'sigv4' ? signAwsRequest(request, this.#auth) : request.headers;
  }

  #denies({ status, headers }: FetchedResponse): boolean {
    if (status === 403) return true;
    return status === 401 && !(this.#handsOutChallenges && headers.has('www-authenticate'));
  }

  #denied(status: number): SourceDeniedError {
    return new SourceDeniedError(
      `${this.label} denied access with HTTP ${status}`,
      this.#cureOfDenial(status),
    );
  }

  #cureOfDenial(status: number): string {
    if (this.#auth.type === 'sigv4') {
      return `check the keys, that the region is ${this.#auth.region}, that this machine's clock is right, and that their account may read (for Amazon Managed Prometheus: aps:QueryMetrics, aps:GetSeries, aps:GetLabels, aps:GetMetricMetadata)`;
    }
    return status === 401
      ? 'give credentials: a bearer token, a user name and password, or the header that your gateway asks for'
      : 'give the account the right to read, or the tenant header (X-Scope-OrgID) that your gateway asks for';
  }

  #unreachable(failure: FetchFailure, cause: unknown): SourceUnreachableError {
    const { finding, cure } = FETCH_FAILURE_TEXT[failure];
    // A server that misses a client certificate under TLS 1.3 accepts the connection first, and then drops it.
    const unproven = failure === 'reset' && this.#base.protocol === 'https:';
    return new SourceUnreachableError(
      `${this.label} ${finding}`,
      unproven ? `${FETCH_FAILURE_TEXT['client-certificate'].cure}, if it asks for one; else ${cure}` : cure,
      { cause },
    );
  }

  #timedOut(cause: unknown): SourceUnreachableError {
    return new SourceUnreachableError(
      `${this.label} did not answer within ${this.#timeoutMs / 1000} s`,
      'raise timeoutSeconds, shorten the history, or give the source more memory and CPU',
      { cause },
    );
  }
}

export interface HttpSourceOptions {
  /** Of one request, the first included; default 4. */
  readonly attempts?: number;
  /** Wait before the second attempt, doubled after each; default 500 ms. */
  readonly retryBaseMs?: number;
  /** Requests under way at the same time; default 4, so that no dashboard starves because of us. */
  readonly concurrency?: number;
  /** A 401 that says how to sign in is an answer, not an error: for protocols that begin with it. */
  readonly handsOutChallenges?: boolean;
}

function formOf(parameters: HttpRequest['parameters'] = {}): URLSearchParams {
  const form = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) {
    for (const one of typeof value === 'string' ? [value] : value) form.append(name, one);
  }
  return form;
}

function headersOf(config: HttpSourceConfig, url: URL): Headers {
  const headers = new Headers(config.headers);
  headers.set('accept', 'application/json');
  const basic = (username: string, password: string) =>
    headers.set('authorization', `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`);
  if (url.username !== '') basic(decodeURIComponent(url.username), decodeURIComponent(url.password));
  if (config.auth.type === 'bearer') headers.set('authorization', `Bearer ${config.auth.token}`);
  if (config.auth.type === 'basic') basic(config.auth.username, config.auth.password);
  return headers;
}
