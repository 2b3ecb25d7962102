import { fileURLToPath } from 'node:url';

export interface HostOptions {
  readonly port: number;
  readonly apiUrl: string | undefined;
  readonly token: string | undefined;
  readonly prometheusUrl: string | undefined;
  /** The built plugin. */
  readonly pluginFolder: string;
  /** The built host page. */
  readonly pageFolder: string;
  /** Icons and such, which Grafana serves from its own files. */
  readonly publicFolder: string;
}

const folder = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));

const withoutTrailingSlash = (url: string | undefined) => url?.replace(/\/+$/, '') || undefined;

export function hostOptionsFromEnvironment(env: NodeJS.ProcessEnv): HostOptions {
  return {
    port: Number(env['GREENOPS_GRAFANA_PORT'] ?? 3000),
    apiUrl: withoutTrailingSlash(env['GREENOPS_API_URL']),
    token: env['GREENOPS_TOKEN'] || undefined,
    prometheusUrl: withoutTrailingSlash(env['PROMETHEUS_URL']),
    pluginFolder: folder('../../dist/'),
    pageFolder: folder('../dist/'),
    publicFolder: folder('../../node_modules/@grafana/ui/dist/public/'),
  };
}
