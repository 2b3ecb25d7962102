import { setTimeout as sleep } from 'node:timers/promises';
import {
  ApiException,
  ApisApi,
  AppsV1Api,
  AutoscalingV2Api,
  BatchV1Api,
  CoreV1Api,
  createConfiguration,
  CustomObjectsApi,
  type KubeConfig,
  PolicyV1Api,
  ServerConfiguration,
  VersionApi,
} from '@kubernetes/client-node';
import { fetchFailureOf } from '../http/describeFetchFailure.ts';
import { RETRIED_STATUS, retryDelay } from '../http/retryDelay.ts';
import { kubernetesFailure, notKubernetes } from './kubernetesFailure.ts';

/** The API groups that are read. */
export interface KubernetesApis {
  readonly core: CoreV1Api;
  readonly apps: AppsV1Api;
  readonly batch: BatchV1Api;
  readonly autoscaling: AutoscalingV2Api;
  readonly policy: PolicyV1Api;
  /** Kinds that an extension of the cluster defines. */
  readonly custom: CustomObjectsApi;
  /** Which API groups there are. */
  readonly groups: ApisApi;
  readonly version: VersionApi;
}

/** Where a page of a list starts and how long it is. */
export interface PageRequest {
  readonly limit: number;
  readonly _continue?: string;
}

/** What all lists of Kubernetes look like. */
export interface ObjectPage<T> {
  readonly items: T[];
  readonly metadata?: { readonly _continue?: string };
}

export interface KubernetesClientOptions {
  /** Objects asked for at a time; 500, as kubectl does. */
  readonly pageSize?: number;
  /** Of one request; default 60. */
  readonly timeoutSeconds?: number;
  /** Of one request, the first included; default 4. */
  readonly attempts?: number;
  /** Wait before the second attempt, doubled after each; default 500 ms. */
  readonly retryBaseMs?: number;
}

/** The Kubernetes API with paging, a timeout, bounded retries and our errors. */
export class KubernetesClient {
  readonly #kubeConfig: KubeConfig;
  readonly #options: Required<KubernetesClientOptions>;

  constructor(kubeConfig: KubeConfig, options: KubernetesClientOptions = {}) {
    this.#kubeConfig = kubeConfig;
    this.#options = { pageSize: 500, timeoutSeconds: 60, attempts: 4, retryBaseMs: 500, ...options };
  }

  /** As messages name it: `Kubernetes at https://10.0.0.1:6443`. */
  get label(): string {
    return `Kubernetes at ${this.#kubeConfig.getCurrentCluster()?.server ?? 'an unknown address'}`;
  }

  /**
   * Carries out one request.
   *
   * @throws SourceUnreachableError, SourceDeniedError, SourceProtocolError or SourceQueryError
   */
  async request<T>(ask: (apis: KubernetesApis) => Promise<T>, signal?: AbortSignal): Promise<T> {
    const apis = this.#apis(signal);
    for (let attempt = 0; ; attempt += 1) {
      signal?.throwIfAborted();
      try {
        return await ask(apis);
      } catch (error) {
        signal?.throwIfAborted();
        const retryAfter = retryable(error);
        if (retryAfter === false || attempt + 1 >= this.#options.attempts)
          throw kubernetesFailure(error, this.label);
        const delay = retryDelay({
          attempt,
          baseMs: this.#options.retryBaseMs,
          retryAfter,
          nowMs: Date.now(),
          random: Math.random(),
        });
        await sleep(delay, undefined, signal ? { signal } : {});
      }
    }
  }

  /** All objects of a list, page by page; starts anew, once, when the list grew too old while it was read. */
  async list<T>(
    page: (apis: KubernetesApis, request: PageRequest) => Promise<ObjectPage<T>>,
    signal?: AbortSignal,
  ): Promise<T[]> {
    try {
      return await this.#allPages(page, signal);
    } catch (error) {
      if (!isExpired(error)) throw error;
      return this.#allPages(page, signal);
    }
  }

  async #allPages<T>(
    page: (apis: KubernetesApis, request: PageRequest) => Promise<ObjectPage<T>>,
    signal?: AbortSignal,
  ): Promise<T[]> {
    const objects: T[] = [];
    let token: string | undefined;
    do {
      const start = token;
      const { items, metadata } = await this.request(
        apis =>
          page(apis, { limit: this.#options.pageSize, ...(start === undefined ? {} : { _continue: start }) }),
        signal,
      );
      // A page that is no list: the client reads anything that is JSON or empty.
      if (!Array.isArray(items)) throw notKubernetes(this.label);
      // Not push(...items): a server that ignores the limit may answer more than a call takes arguments.
      for (const item of items) objects.push(item);
      token = metadata?._continue || undefined;
    } while (token !== undefined);
    return objects;
  }

  /** The client takes no signal with a request, so that each reading has clients of its own, bound to its signal. */
  #apis(signal: AbortSignal | undefined): KubernetesApis {
    const configuration = createConfiguration({
      baseServer: new ServerConfiguration(this.#kubeConfig.getCurrentCluster()?.server ?? '', {}),
      authMethods: { default: this.#kubeConfig },
      promiseMiddleware: [
        {
          pre: request => {
            const timeout = AbortSignal.timeout(this.#options.timeoutSeconds * 1000);
            request.setSignal(signal ? AbortSignal.any([signal, timeout]) : timeout);
            request.setHeaderParam('User-Agent', 'greenops-advisor');
            return Promise.resolve(request);
          },
          post: response => Promise.resolve(response),
        },
      ],
    });
    return {
      core: new CoreV1Api(configuration),
      apps: new AppsV1Api(configuration),
      batch: new BatchV1Api(configuration),
      autoscaling: new AutoscalingV2Api(configuration),
      policy: new PolicyV1Api(configuration),
      custom: new CustomObjectsApi(configuration),
      groups: new ApisApi(configuration),
      version: new VersionApi(configuration),
    };
  }
}

/** `false` where asking again would not help, else what the server says about when (`null`: nothing). */
function retryable(error: unknown): string | null | false {
  if (error instanceof ApiException) {
    // A 500 of the API server is most often its etcd being slow.
    if (error.code !== 500 && !RETRIED_STATUS.has(error.code)) return false;
    return (error.headers as Record<string, string> | undefined)?.['retry-after'] ?? null;
  }
  return fetchFailureOf(error) === 'reset' ? null : false;
}

const isExpired = (error: unknown): boolean =>
  error instanceof Error && error.cause instanceof ApiException && error.cause.code === 410;
