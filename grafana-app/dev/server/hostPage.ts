import type { HostOptions } from './hostOptions.ts';
import { permissionsOf } from './permissionsOf.ts';
import type { PluginJson } from './pluginSettings.ts';

const PROMETHEUS_NAME = 'Prometheus';

const prometheus = {
  id: 1,
  uid: 'prometheus',
  name: PROMETHEUS_NAME,
  type: 'prometheus',
  isDefault: true,
  access: 'proxy',
  readOnly: true,
  jsonData: {},
  meta: {
    id: 'prometheus',
    name: PROMETHEUS_NAME,
    type: 'datasource',
    module: 'core:plugin/prometheus',
    baseUrl: '',
    metrics: true,
    info: {
      author: { name: '' },
      description: '',
      links: [],
      logos: { small: '', large: '' },
      screenshots: [],
      updated: '',
      version: '',
    },
  },
};

/** What Grafana's server tells its frontend about user, settings and data sources. */
const bootData = (pluginJson: PluginJson, { prometheusUrl }: HostOptions) => ({
  user: {
    id: 1,
    isSignedIn: true,
    login: 'host',
    name: 'Host page',
    orgId: 1,
    orgRole: 'Admin',
    isGrafanaAdmin: true,
    timezone: 'browser',
    language: 'en-US',
    regionalFormat: 'en-US',
    permissions: permissionsOf(pluginJson),
  },
  settings: {
    datasources: prometheusUrl ? { [PROMETHEUS_NAME]: prometheus } : {},
    defaultDatasource: prometheusUrl ? PROMETHEUS_NAME : '',
    panels: {},
    apps: {},
    appSubUrl: '',
    namespace: 'default',
    buildInfo: { version: '13.2.2', commit: 'stand-in', edition: 'Open Source', env: 'production' },
    featureToggles: {},
    licenseInfo: {},
  },
  navTree: [],
});

/** JSON inside a script element must not be able to end it. */
const inScript = (value: unknown): string => JSON.stringify(value).replaceAll('<', '\\u003c');

/**
 * The page. `grafanaBootData` must be there before any module runs: @grafana/runtime reads it once.
 * `?theme=light|dark` chooses the theme, else the system does.
 */
export const hostPage = (pluginJson: PluginJson, options: HostOptions): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<base href="/">
<title>${pluginJson.name} · stand-in host page</title>
<link rel="icon" href="/public/plugins/${pluginJson.id}/img/logo.svg">
<link rel="stylesheet" href="/host/main.css">
<style>body { margin: 0 }</style>
</head>
<body data-plugin="${pluginJson.id}">
<div id="reactRoot"></div>
<script>
window.grafanaBootData = ${inScript(bootData(pluginJson, options))};
window.__grafana_public_path__ = '/public/';
(() => {
  const asked = new URLSearchParams(location.search).get('theme') ?? sessionStorage.getItem('theme');
  const system = matchMedia('(prefers-color-scheme: light)').matches ? 'light' : 'dark';
  const theme = asked === 'light' || asked === 'dark' ? asked : system;
  if (asked) sessionStorage.setItem('theme', theme);
  Object.assign(window.grafanaBootData.user, { theme, lightTheme: theme === 'light' });
  document.documentElement.style.background = theme === 'light' ? '#f4f5f5' : '#111217';
})();
</script>
<script type="module" src="/host/main.js"></script>
</body>
</html>
`;
