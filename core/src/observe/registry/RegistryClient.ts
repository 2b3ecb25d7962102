import { z } from 'zod';
import {
  NotFoundError,
  SourceDeniedError,
  SourceProtocolError,
  SourceQueryError,
} from '../../model/index.ts';
import type { RegistryConfig } from '../clusterConfig.ts';
import { type HttpAnswer, type HttpRequest, HttpSource, type HttpSourceOptions } from '../http/HttpSource.ts';
import { parseChallenge } from './challenge.ts';
import {
  imageConfigSchema,
  type Manifest,
  MANIFEST_TYPES,
  manifestSchema,
  type Platform,
} from './manifests.ts';

export type RegistryCredentials = RegistryConfig['credentials'][string];

export interface RegistryClientOptions {
  readonly host: string;
  readonly url: string;
  readonly credentials: RegistryCredentials | null;
  readonly timeoutSeconds: number;
  readonly http?: HttpSourceOptions;
}

const tokenSchema = z
  .object({ token: z.string().optional(), access_token: z.string().optional() })
  .transform(({ token, access_token: accessToken }) => token ?? accessToken ?? '');

const basic = ({ username, password }: { username: string; password: string }): string =>
  `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;

/** Reads manifests from one registry by the OCI distribution API (v2), signing in as the registry asks. */
export class RegistryClient {
  readonly #options: RegistryClientOptions;
  readonly #http: HttpSource;
  /** `Authorization` by repository: tokens are good for one. */
  readonly #authorization = new Map<string, string>();

  private constructor(options: RegistryClientOptions) {
    this.#options = options;
    this.#http = this.#open(options.url, options.http);
  }

  static create(options: RegistryClientOptions): RegistryClient {
    return new RegistryClient(options);
  }

  /**
   * @throws NotFoundError where the registry does not have it
   * @throws SourceDeniedError where it is not for us to read
   * @throws SourceQueryError where the registry limits how much is asked, or fails
   */
  async manifest(repository: string, reference: string, signal?: AbortSignal): Promise<Manifest> {
    const path = `/v2/${repository}/manifests/${reference}`;
    return this.#parsed(await this.#get(path, repository, MANIFEST_TYPES, signal), manifestSchema);
  }

  /** What an image is made for, where no index says so. */
  async platform(repository: string, configDigest: string, signal?: AbortSignal): Promise<Platform> {
    const path = `/v2/${repository}/blobs/${configDigest}`;
    return this.#parsed(await this.#get(path, repository, 'application/json', signal), imageConfigSchema);
  }

  #open(url: string, http: HttpSourceOptions = {}): HttpSource {
    const { host, timeoutSeconds } = this.#options;
    return HttpSource.create(
      `Registry ${host}`,
      { url, auth: { type: 'none' }, headers: {}, timeoutSeconds },
      { ...http, handsOutChallenges: true },
    );
  }

  async #get(path: string, repository: string, accept: string, signal?: AbortSignal): Promise<HttpAnswer> {
    const ask = () => {
      const authorization = this.#authorization.get(repository);
      const headers = { accept, ...(authorization === undefined ? {} : { authorization }) };
      return this.#request(this.#http, { path, headers, signal });
    };
    const first = await ask();
    if (first.status !== 401) return this.#checked(first, path);
    const authorization = await this.#signIn(first.headers.get('www-authenticate'), signal);
    this.#authorization.set(repository, authorization);
    return this.#checked(await ask(), path);
  }

  /** The header that opens what a challenge guards. */
  async #signIn(header: string | null, signal: AbortSignal | undefined): Promise<string> {
    const { credentials } = this.#options;
    const challenge = parseChallenge(header);
    if (challenge === null) throw this.#denied('asks for a way to sign in that is not known here');
    if (credentials && 'token' in credentials) return `Bearer ${credentials.token}`;
    if (challenge.scheme === 'basic') {
      if (!credentials) throw this.#denied('asks for a user name and password');
      return basic(credentials);
    }
    const { realm, parameters } = challenge;
    // Credentials never leave in the clear, unless the registry itself was configured without TLS.
    if (realm.protocol !== 'https:' && new URL(this.#options.url).protocol === 'https:') {
      throw this.#denied(`wants its tokens asked for in the clear, at ${realm.origin}`);
    }
    const service = this.#open(`${realm.origin}${realm.pathname}`, this.#options.http);
    const answer = await this.#request(service, {
      path: '',
      parameters: { ...Object.fromEntries(realm.searchParams), ...parameters },
      headers: credentials ? { authorization: basic(credentials) } : {},
      signal,
    });
    const token = this.#parsed(this.#checked(answer, realm.pathname), tokenSchema);
    return `Bearer ${token}`;
  }

  async #request(source: HttpSource, request: HttpRequest): Promise<HttpAnswer> {
    try {
      return await source.request(request);
    } catch (error) {
      if (!(error instanceof SourceDeniedError)) throw error;
      throw this.#denied(`does not let us in (${error.message})`);
    }
  }

  #checked(answer: HttpAnswer, what: string): HttpAnswer {
    const { status } = answer;
    if (status === 401) throw this.#denied(`does not let us read ${what}`);
    if (status === 404) {
      throw new NotFoundError(
        `${this.#http.label} does not have ${what}`,
        'check the name and tag of the image; some registries say this of private images, which need credentials',
      );
    }
    if (status === 429) {
      throw new SourceQueryError(
        `${this.#http.label} asks for fewer requests (HTTP 429)`,
        `give credentials for ${this.#options.host}, or a mirror under registry.endpoints`,
      );
    }
    if (status < 200 || status > 299) {
      throw new SourceQueryError(`${this.#http.label} failed with HTTP ${status}`, 'try again later');
    }
    return answer;
  }

  #parsed<T>({ body, url }: HttpAnswer, schema: z.ZodType<T>): T {
    let json: unknown;
    try {
      json = JSON.parse(body);
    } catch (error) {
      throw this.#unexpected(url, error);
    }
    const parsed = schema.safeParse(json);
    if (!parsed.success) throw this.#unexpected(url, parsed.error);
    return parsed.data;
  }

  #unexpected(url: string, cause: unknown): SourceProtocolError {
    return new SourceProtocolError(
      `${this.#http.label} answered something that is no manifest, image or token, at ${url}`,
      'check that the host is a registry that speaks the OCI distribution API, version 2',
      { cause },
    );
  }

  #denied(what: string): SourceDeniedError {
    const { host, credentials } = this.#options;
    return new SourceDeniedError(
      `${this.#http.label} ${what}`,
      credentials
        ? `check that registry.credentials for ${host} may pull this image`
        : `give registry.credentials for ${host}`,
    );
  }
}
