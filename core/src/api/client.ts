import type { z } from 'zod';
import { clusterReportSchema, type ClusterReportView } from './clusterReportSchema.ts';
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
export type Transport = (path: string, init: { signal?: AbortSignal }) => Promise<Response>;

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

/** Reads the REST API; answers that do not fit the contract are errors, not half-typed objects. */
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

  async #get<T>(path: string, schema: z.ZodType<T>, signal?: AbortSignal): Promise<T> {
    const response = await this.#transport(path, signal ? { signal } : {});
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
