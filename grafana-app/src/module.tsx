import { AppPlugin, type AppRootProps } from '@grafana/data';
import { LoadingPlaceholder } from '@grafana/ui';
import { lazy, Suspense } from 'react';
import type { ConfigurationProps } from './configuration/ConfigurationPage.tsx';
import { panelMenuLink } from './panelMenuLink.ts';
import type { PluginSettings } from './pluginSettings.ts';

// Grafana loads this file at its own start, because the app adds a link to panel menus: everything
// heavy stays behind a dynamic import.
const LazyApp = lazy(async () => {
  const [{ App }, { initialiseTranslations }] = await Promise.all([
    import('./App.tsx'),
    import('./initialiseTranslations.ts'),
  ]);
  await initialiseTranslations();
  return { default: (props: AppRootProps<PluginSettings>) => <App {...props} /> };
});

const LazyConfiguration = lazy(async () => ({
  default: (await import('./configuration/ConfigurationPage.tsx')).ConfigurationPage,
}));

// Grafana wraps root pages in Suspense itself, configuration pages not.
const Configuration = (props: ConfigurationProps) => (
  <Suspense fallback={<LoadingPlaceholder text="Loading the configuration…" />}>
    <LazyConfiguration {...props} />
  </Suspense>
);

export const plugin = new AppPlugin<PluginSettings>()
  .setRootPage(LazyApp)
  .addConfigPage({ id: 'configuration', title: 'Configuration', icon: 'cog', body: Configuration })
  .addLink(panelMenuLink);
