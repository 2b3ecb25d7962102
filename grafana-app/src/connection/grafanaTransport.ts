import { getBackendSrv, isFetchError } from '@grafana/runtime';
import { type Problem, problemSchema, type Transport } from '@greenops/core/api';
import { lastValueFrom } from 'rxjs';
import { PLUGIN_ID } from '../pluginId.ts';
import {
  grafanaUnreachableProblem,
  notConfiguredProblem,
  type ProxyAnswer,
  proxyProblem,
} from './proxyProblem.ts';

const json = (status: number, body: unknown): Response => new Response(JSON.stringify(body), { status });
const refusal = (problem: Problem): Response => json(problem.status, problem);

/** Asks through Grafana's plugin proxy, which adds the token; the browser never sees it. */
async function ask(
  path: string,
  { signal, method, body, headers }: Parameters<Transport>[1],
): Promise<ProxyAnswer | null> {
  try {
    const answer = await lastValueFrom(
      getBackendSrv().fetch<unknown>({
        url: `/api/plugin-proxy/${PLUGIN_ID}/greenops${path}`,
        method: method ?? 'GET',
        ...(body !== undefined && { data: body }),
        ...(headers && { headers }),
        showErrorAlert: false,
        ...(signal && { abortSignal: signal }),
      }),
    );
    return { status: answer.status, body: answer.data };
  } catch (error) {
    signal?.throwIfAborted();
    // No status: the browser got no answer at all. Anything else thrown here is a fault of ours.
    if (isFetchError(error)) return error.status ? { status: error.status, body: error.data } : null;
    if (error instanceof TypeError) return null;
    throw error;
  }
}

/**
 * The way of {@link GreenOpsClient} through Grafana. What the proxy or a wrong address answers is
 * turned into a problem of the API, so that pages have one kind of error with one kind of cure.
 */
export function grafanaTransport(apiUrl: string | undefined): Transport {
  return async (path, init) => {
    if (!apiUrl) return refusal(notConfiguredProblem);
    const answer = await ask(path, init);
    if (answer === null) return refusal(grafanaUnreachableProblem);
    if (answer.status === 204) return new Response(null, { status: 204 });
    const succeeded = answer.status >= 200 && answer.status < 300;
    const fromTheApi = succeeded
      ? typeof answer.body === 'object' && answer.body !== null
      : problemSchema.safeParse(answer.body).success;
    if (fromTheApi) return json(answer.status, answer.body);
    const problem = proxyProblem(answer, apiUrl);
    return json(succeeded ? 502 : answer.status, problem);
  };
}
