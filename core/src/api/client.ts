import type { z } from 'zod';
import { clusterReportSchema, type ClusterReportView } from './clusterReportSchema.ts';
import {
  type ConnectionTestView,
  connectionTestSchema,
  type registryAdditionSchema,
  type registryChangeSchema,
  registryEntrySchema,
  type RegistryEntryView,
  type RegistryList,
  registryListSchema,
  type RegistryTest,
  type registryTestSchema,
} from './registrySchema.ts';
import {
  type ClusterPage,
  clusterPageSchema,
  type OpportunityPage,
  opportunityPageSchema,
  type OpportunityQuery,
  opportunitySchema,
  type OpportunityView,
  problemSchema,
  type WorkloadDetailView,
  workloadDetailSchema,
  type WorkloadPage,
  workloadPageSchema,
  type WorkloadQuery,
} from './schema.ts';

/** The backend said no; `status`, `message` and `cure` come from its problem+json answer. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly status: number;
  readonly cure: string | null;

  constructor(status: number, message: string, cure: string | null) {
    super(message);
    this.status = status;
    this.cure = cure;
  }
}

/**
 * How a face reaches the backend: Backstage's fetchApi, Grafana's plugin proxy, or plain fetch.
 * Gets a path below the versioned prefix, e.g. `/opportunities?limit=20`.
 */
export type Transport = (
  path: string,
  init: {
    signal?: AbortSignal;
    /** Default: `GET`. */
    method?: 'POST' | 'PUT' | 'DELETE';
    /** JSON; the headers say so. */
    body?: string;
    headers?: Record<string, string>;
  },
) => Promise<Response>;

async function errorOf(response: Response): Promise<ApiError> {
  const text = await response.text();
  try {
    const problem = problemSchema.parse(JSON.parse(text));
    return new ApiError(response.status, problem.detail, problem.cure);
  } catch {
    // Not ours: a proxy or gateway answered. Its first line says more than "invalid JSON" would.
    const line = text.trim().split('\n', 1)[0]?.slice(0, 200) ?? '';
    return new ApiError(
      response.status,
      `HTTP ${response.status} ${response.statusText} ${line}`.trim(),
      null,
    );
  }
}

function toSearch(query: Readonly<Record<string, string | number | undefined>>): string {
  const search = new URLSearchParams();
  for (const [key, value] of Object.entries(query)) {
    if (value !== undefined && value !== '') search.set(key, String(value));
  }
  const text = search.toString();
  return text === '' ? '' : `?${text}`;
}

const registryPath = (id: string): string => `/registry/${encodeURIComponent(id)}`;

/** Speaks the REST API; answers that do not fit the contract are errors, not half-typed objects. */
export class GreenOpsClient {
  readonly #transport: Transport;

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  clusters(signal?: AbortSignal): Promise<ClusterPage> {
    return this.#get('/clusters', clusterPageSchema, signal);
  }

  clusterReport(id: string, signal?: AbortSignal): Promise<ClusterReportView> {
    return this.#get(`/clusters/${encodeURIComponent(id)}/report`, clusterReportSchema, signal);
  }

  workloads(query: Partial<WorkloadQuery> = {}, signal?: AbortSignal): Promise<WorkloadPage> {
    return this.#get(`/workloads${toSearch(query)}`, workloadPageSchema, signal);
  }

  workload(id: string, signal?: AbortSignal): Promise<WorkloadDetailView> {
    return this.#get(`/workloads/${encodeURIComponent(id)}`, workloadDetailSchema, signal);
  }

  opportunities(query: Partial<OpportunityQuery> = {}, signal?: AbortSignal): Promise<OpportunityPage> {
    return this.#get(`/opportunities${toSearch(query)}`, opportunityPageSchema, signal);
  }

  opportunity(id: string, signal?: AbortSignal): Promise<OpportunityView> {
    return this.#get(`/opportunities/${encodeURIComponent(id)}`, opportunitySchema, signal);
  }

  /** The clusters of configuration and registry, and how they are reached; no secret is shown. */
  registry(signal?: AbortSignal): Promise<RegistryList> {
    return this.#get('/registry', registryListSchema, signal);
  }

  registeredCluster(id: string, signal?: AbortSignal): Promise<RegistryEntryView> {
    return this.#get(registryPath(id), registryEntrySchema, signal);
  }

  addCluster(addition: z.input<typeof registryAdditionSchema>): Promise<RegistryEntryView> {
    return this.#send('POST', '/registry', registryEntrySchema, addition);
  }

  changeCluster(id: string, change: z.input<typeof registryChangeSchema>): Promise<RegistryEntryView> {
    return this.#send('PUT', registryPath(id), registryEntrySchema, change);
  }

  /** @param history - `delete`: what was found of the cluster goes too */
  async removeCluster(id: string, history: 'keep' | 'delete' = 'keep'): Promise<void> {
    const response = await this.#transport(`${registryPath(id)}${toSearch({ history })}`, {
      method: 'DELETE',
    });
    if (!response.ok) throw await errorOf(response);
  }

  /** Asks the sources of settings that are stored nowhere. */
  testSettings(settings: RegistryTest['settings'], signal?: AbortSignal): Promise<ConnectionTestView> {
    return this.#send('POST', '/registry/test', connectionTestSchema, { settings }, signal);
  }

  /** Asks the sources of a cluster as it is or, with a change, as it would be. */
  testCluster(
    id: string,
    change?: z.input<typeof registryTestSchema>,
    signal?: AbortSignal,
  ): Promise<ConnectionTestView> {
    return this.#send('POST', `${registryPath(id)}/test`, connectionTestSchema, change, signal);
  }

  async #send<T>(
    method: 'POST' | 'PUT',
    path: string,
    schema: z.ZodType<T>,
    body: unknown,
    signal?: AbortSignal,
  ): Promise<T> {
    const content =
      body === undefined
        ? {}
        : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } };
    return this.#parsed(
      path,
      await this.#transport(path, { method, ...content, ...(signal ? { signal } : {}) }),
      schema,
    );
  }

  async #get<T>(path: string, schema: z.ZodType<T>, signal?: AbortSignal): Promise<T> {
    return this.#parsed(path, await this.#transport(path, signal ? { signal } : {}), schema);
  }

  async #parsed<T>(path: string, response: Response, schema: z.ZodType<T>): Promise<T> {
    if (!response.ok) throw await errorOf(response);
    const parsed = schema.safeParse(await response.json());
    if (!parsed.success) {
      const issue = parsed.error.issues[0];
      throw new ApiError(
        response.status,
        `the backend's answer to ${path} does not fit this version: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`,
        'run the same version of the GreenOps backend and of this plugin',
      );
    }
    return parsed.data;
  }
}
