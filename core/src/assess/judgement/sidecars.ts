import type { Container, Workload } from '../../model/index.ts';

/** Names that injectors and charts give their helpers, where those are declared as ordinary containers. */
const HELPERS: ReadonlySet<string> = new Set([
  'istio-proxy',
  'linkerd-proxy',
  'consul-dataplane',
  'envoy-sidecar',
  'daprd',
  'vault-agent',
  'cloud-sql-proxy',
  'cloudsql-proxy',
  'oauth2-proxy',
  'fluent-bit',
  'filebeat',
  'otc-container',
  'jaeger-agent',
  'datadog-agent',
  'config-reloader',
]);

/** True for a native sidecar, and for a container with a helper's name beside another one. */
export const isSidecar = ({ name, role }: Container, { containers }: Workload): boolean =>
  role === 'sidecar' ||
  (role === 'main' &&
    HELPERS.has(name) &&
    containers.some(other => other.role === 'main' && !HELPERS.has(other.name)));
