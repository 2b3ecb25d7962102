/** Why a request never got an answer, told apart because each has another cure. */
export type FetchFailure = 'refused' | 'unknown-host' | 'reset' | 'tls' | 'client-certificate' | 'other';

const FAILURE_OF_CODE: Readonly<Record<string, FetchFailure>> = {
  ECONNREFUSED: 'refused',
  ENOTFOUND: 'unknown-host',
  EAI_AGAIN: 'unknown-host',
  ECONNRESET: 'reset',
  EPIPE: 'reset',
  UND_ERR_SOCKET: 'reset',
  CERT_HAS_EXPIRED: 'tls',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'tls',
  SELF_SIGNED_CERT_IN_CHAIN: 'tls',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'tls',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'tls',
  ERR_TLS_CERT_ALTNAME_INVALID: 'tls',
  ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED: 'client-certificate',
  ERR_SSL_TLSV1_ALERT_UNKNOWN_CA: 'client-certificate',
  ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE: 'client-certificate',
  'ERR_SSL_SSL/TLS_ALERT_HANDSHAKE_FAILURE': 'client-certificate',
};

/** Text and cure of each failure, written to follow "Prometheus at <url> ". */
export const FETCH_FAILURE_TEXT: Readonly<Record<FetchFailure, { finding: string; cure: string }>> = {
  refused: {
    finding: 'refused the connection',
    cure: 'start it, open its port to this machine (for example with kubectl port-forward), or correct the URL',
  },
  'unknown-host': {
    finding: 'has a host name that cannot be resolved',
    cure: 'correct the host name, or run this where the name is known (inside the cluster, or behind a port-forward)',
  },
  reset: {
    finding: 'broke the connection off',
    cure: 'look at its logs for a crash or an out-of-memory kill, and at the proxies in between',
  },
  tls: {
    finding: 'shows a TLS certificate that is not trusted',
    cure: 'name the certificate of your authority (tls.ca or tls.caFile, or NODE_EXTRA_CA_CERTS for all), or correct the host name (tls.serverName)',
  },
  'client-certificate': {
    finding: 'wants a client certificate of an authority that it trusts',
    cure: 'give one with its key (tls.certificate and tls.key, or tls.certificateFile and tls.keyFile)',
  },
  other: { finding: 'could not be reached', cure: 'check the URL and the network path to it' },
};

/** Reads the system's error code out of what `fetch` throws: it hides it in a chain of causes. */
export function fetchFailureOf(error: unknown): FetchFailure {
  // Not `instanceof Error`: errors of Node's own network code come from another realm where tests run in a sandbox.
  for (let current = error; isObject(current); current = current['cause']) {
    const code = typeof current['code'] === 'string' ? current['code'] : '';
    const failure = FAILURE_OF_CODE[code];
    if (failure !== undefined) return failure;
    // Several addresses were tried (localhost as ::1 and 127.0.0.1): all failed, the first says why.
    if (Array.isArray(current['errors']) && current['errors'].length > 0) {
      return fetchFailureOf(current['errors'][0]);
    }
  }
  return 'other';
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;
