import { ApiException } from '@kubernetes/client-node';
import {
  describeError,
  SourceDeniedError,
  SourceProtocolError,
  SourceQueryError,
  SourceUnreachableError,
} from '../../model/index.ts';
import { FETCH_FAILURE_TEXT, fetchFailureOf } from '../http/describeFetchFailure.ts';

export type SourceError = SourceDeniedError | SourceProtocolError | SourceQueryError | SourceUnreachableError;

/** What the client throws, as one of our errors. `label` names the source: `Kubernetes at https://…`. */
export function kubernetesFailure(error: unknown, label: string): SourceError {
  if (error instanceof ApiException) return refusal(error as ApiException<unknown>, label);
  if (nameOf(error) === 'TimeoutError') {
    return new SourceUnreachableError(
      `${label} did not answer in time`,
      'check the load of the API server and the network path to it',
      { cause: error },
    );
  }
  const failure = fetchFailureOf(error);
  if (failure === 'other' && nameOf(error) !== 'TypeError') {
    // The client got an answer and could not read it.
    return notKubernetes(label, error);
  }
  const { finding } = FETCH_FAILURE_TEXT[failure];
  return new SourceUnreachableError(`${label} ${finding}`, unreachableCure(failure), { cause: error });
}

/** An answer came, but not from an API server. */
export function notKubernetes(label: string, cause?: unknown): SourceProtocolError {
  const detail = cause === undefined ? '' : `: ${describeError(cause)}`;
  return new SourceProtocolError(
    `${label} answered something that is not the Kubernetes API${detail}`,
    'correct the server of the kubeconfig; a login page or a proxy may stand in front of it',
    { cause },
  );
}

/** By name, not by class: `fetch` throws errors of its own realm. */
const nameOf = (error: unknown): unknown =>
  typeof error === 'object' && error !== null && 'name' in error ? error.name : undefined;

const unreachableCure = (failure: keyof typeof FETCH_FAILURE_TEXT): string =>
  failure === 'tls'
    ? 'put the certificate authority of the API server into the kubeconfig (certificate-authority-data), or give it with the token (kubernetes.ca)'
    : 'check that kubectl reaches the cluster with the same kubeconfig and context';

function refusal(error: ApiException<unknown>, label: string): SourceError {
  const status = statusMessage(error.body);
  if (error.code === 401) {
    return new SourceDeniedError(
      `${label} does not know us (401)`,
      'renew the credentials: those of the kubeconfig, or the token',
      {
        cause: error,
      },
    );
  }
  if (error.code === 403) {
    return new SourceDeniedError(
      `${label} forbids it: ${status ?? 'HTTP 403'}`,
      'bind a ClusterRole with get and list on it to this account',
      { cause: error },
    );
  }
  if (status === null) return notKubernetes(label, new Error(`HTTP ${error.code}`, { cause: error }));
  return new SourceQueryError(
    `${label} failed with ${error.code}: ${status}`,
    'try again; see the logs of the API server',
    {
      cause: error,
    },
  );
}

/** `message` of a Kubernetes `Status`; `null` where the body is none. */
function statusMessage(body: unknown): string | null {
  const status = typeof body === 'string' ? parse(body) : body;
  if (typeof status !== 'object' || status === null || !('kind' in status) || status.kind !== 'Status')
    return null;
  return 'message' in status && typeof status.message === 'string' ? status.message : 'no message';
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Not JSON, so not a Status: what the caller wants to know.
    return null;
  }
}
