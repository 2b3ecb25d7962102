import type { AppRootProps } from '@grafana/data';
import { hasPermission, PluginPage } from '@grafana/runtime';
import { EmptyState } from '@grafana/ui';
import { lazy, Suspense } from 'react';
import { Navigate, Route, Routes } from 'react-router-dom';
import { ClientProvider } from './connection/ClientContext.tsx';
import { pagePaths, READ_FINDINGS } from './pluginId.ts';
import type { PluginSettings } from './pluginSettings.ts';
import { Loading } from './states/Loading.tsx';

const OpportunitiesPage = lazy(async () => ({
  default: (await import('./opportunities/OpportunitiesPage.tsx')).OpportunitiesPage,
}));
const ClustersPage = lazy(async () => ({
  default: (await import('./clusters/ClustersPage.tsx')).ClustersPage,
}));
const WorkloadsPage = lazy(async () => ({
  default: (await import('./workloads/WorkloadsPage.tsx')).WorkloadsPage,
}));
// Alone in needing @grafana/scenes, which is the largest part of the app.
const WorkloadPage = lazy(async () => ({
  default: (await import('./workloads/WorkloadPage.tsx')).WorkloadPage,
}));

export function App({ meta }: AppRootProps<PluginSettings>) {
  // Grafana checks the exact paths of plugin.json only; pages below them are ours to guard.
  if (!hasPermission(READ_FINDINGS)) {
    return (
      <PluginPage>
        <EmptyState variant="not-found" message="You may not see GreenOps findings">
          Ask an administrator for the role “Findings reader” of this app.
        </EmptyState>
      </PluginPage>
    );
  }
  return (
    <ClientProvider apiUrl={meta.jsonData?.apiUrl}>
      <Suspense fallback={<Loading what="the page" />}>
        <Routes>
          <Route path="opportunities" element={<OpportunitiesPage />} />
          <Route path="opportunities/:opportunityId" element={<OpportunitiesPage />} />
          <Route path="clusters" element={<ClustersPage />} />
          <Route path="workloads" element={<WorkloadsPage />} />
          <Route path="workloads/:workloadId" element={<WorkloadPage />} />
          <Route path="*" element={<Navigate replace to={pagePaths.opportunities} />} />
        </Routes>
      </Suspense>
    </ClientProvider>
  );
}
