import { type AppPlugin, PluginContextProvider, ThemeContext } from '@grafana/data';
import { config, LocationServiceProvider, locationService } from '@grafana/runtime';
import { ErrorBoundaryAlert, GlobalStyles, ModalRoot, ModalsProvider, PortalContainer } from '@grafana/ui';
import { Router } from 'host:router5';
import { CompatRouter, Route, Routes, useLocation } from 'host:router6-compat';
import { Suspense } from 'react';
import type { PluginMeta } from '../plugin/loadPlugin.ts';
import { ConfigPages } from './ConfigPages.tsx';
import { Shell } from './Shell.tsx';

interface HostProps {
  readonly plugin: AppPlugin<object>;
  readonly meta: PluginMeta;
}

/** Grafana's providers, routers and routes around one app plugin. */
export const Host = ({ plugin, meta }: HostProps) => (
  <ThemeContext.Provider value={config.theme2}>
    <GlobalStyles />
    <ModalsProvider>
      <LocationServiceProvider service={locationService}>
        <Router history={locationService.getHistory()}>
          <CompatRouter>
            <Shell meta={meta}>
              <Routes>
                <Route path={`/a/${meta.id}/*`} element={<RootPage plugin={plugin} meta={meta} />} />
                <Route path={`/plugins/${meta.id}`} element={<ConfigPages plugin={plugin} meta={meta} />} />
              </Routes>
            </Shell>
            <ModalRoot />
            <PortalContainer />
          </CompatRouter>
        </Router>
      </LocationServiceProvider>
    </ModalsProvider>
  </ThemeContext.Provider>
);

function RootPage({ plugin, meta }: HostProps) {
  const { pathname } = useLocation();
  const Page = plugin.root;
  if (!Page) return null;
  return (
    <PluginContextProvider meta={meta}>
      <ErrorBoundaryAlert>
        <Suspense fallback={null}>
          <Page
            meta={meta}
            basename={`/a/${meta.id}`}
            path={pathname}
            query={{}}
            onNavChanged={() => undefined}
          />
        </Suspense>
      </ErrorBoundaryAlert>
    </PluginContextProvider>
  );
}
