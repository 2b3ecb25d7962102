import { type AppPluginMeta, PluginType } from '@grafana/data';
import {
  type BackendSrv,
  type BackendSrvRequest,
  config,
  LocationServiceProvider,
  locationService,
  setBackendSrv,
  setCurrentUser,
  setDataSourceSrv,
  setPluginImportUtils,
} from '@grafana/runtime';
import { render } from '@testing-library/react';
import { Suspense } from 'react';
import { MemoryRouter, Route, Routes } from 'react-router-dom';
import { type Observable, of, throwError } from 'rxjs';
import { App } from '../src/App.tsx';
import { initialiseTranslations } from '../src/initialiseTranslations.ts';
import { PLUGIN_ID, READ_FINDINGS } from '../src/pluginId.ts';
import type { PluginSettings } from '../src/pluginSettings.ts';

/** What Grafana's server answers to one path below the plugin proxy. */
export interface ProxyAnswer {
  readonly status: number;
  readonly body: unknown;
}

export type Backend = (path: string) => ProxyAnswer;

const PROXY = `/api/plugin-proxy/${PLUGIN_ID}/greenops`;

function fetchFrom(backend: Backend) {
  return (request: BackendSrvRequest): Observable<unknown> => {
    const { status, body } = backend(request.url.replace(PROXY, ''));
    const answer = { status, statusText: '', data: body, config: request };
    // As Grafana's own service: a failed answer is thrown, not returned.
    return status < 400 ? of({ ...answer, ok: true }) : throwError(() => answer);
  };
}

// Grafana sets these once, when it starts; tests change what the one user may do.
const user: Parameters<typeof setCurrentUser>[0] = { ...config.bootData.user, permissions: {} };
setCurrentUser(user);
setDataSourceSrv({
  get: () => Promise.reject(new Error('there is no data source here')),
  getInstanceSettings: () => undefined,
  getList: () => [],
  reload: () => Promise.resolve(),
  registerRuntimeDataSource: () => undefined,
});
setPluginImportUtils({
  getPanelPluginFromCache: () => undefined,
  importPanelPlugin: () => Promise.reject(new Error('panels are drawn in the browser tests')),
});

/** Puts the services in place that Grafana gives its plugins; only `fetch` does anything. */
export function installGrafana(backend: Backend, permissions: readonly string[] = [READ_FINDINGS]): void {
  // The app uses no other member of the service.
  setBackendSrv({ fetch: fetchFrom(backend) } as unknown as BackendSrv);
  user.permissions = Object.fromEntries(permissions.map(action => [action, true]));
}

interface RenderOptions {
  readonly backend: Backend;
  /** Below the app's root, e.g. `/opportunities`. */
  readonly path: string;
  readonly settings?: PluginSettings;
  readonly permissions?: readonly string[];
}

/** The whole app at one of its addresses, as Grafana mounts it. */
export async function renderApp({ backend, path, settings, permissions }: RenderOptions): Promise<void> {
  installGrafana(backend, permissions);
  await initialiseTranslations();
  const meta: AppPluginMeta<PluginSettings> = {
    id: PLUGIN_ID,
    name: 'GreenOps Advisor',
    type: PluginType.app,
    module: '',
    baseUrl: '',
    info: {
      author: { name: '' },
      description: '',
      links: [],
      logos: { small: '', large: '' },
      screenshots: [],
      updated: '',
      version: '',
    },
    jsonData: settings ?? { apiUrl: 'http://greenops:7007' },
  };
  render(
    <LocationServiceProvider service={locationService}>
      <MemoryRouter
        future={{ v7_startTransition: true, v7_relativeSplatPath: true }}
        initialEntries={[`/a/${PLUGIN_ID}${path}`]}
      >
        <Suspense fallback={null}>
          <Routes>
            <Route
              path={`/a/${PLUGIN_ID}/*`}
              element={<App meta={meta} basename="" path="" query={{}} onNavChanged={() => undefined} />}
            />
          </Routes>
        </Suspense>
      </MemoryRouter>
    </LocationServiceProvider>,
  );
}
