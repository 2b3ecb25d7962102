import { getBackendSrv } from '@grafana/runtime';
import { setPluginPage } from 'host:PluginPage';
import { initializeI18n } from 'host:i18n';
import { createRoot } from 'react-dom/client';
import { installPanels } from './panels/installPanels.ts';
import { loadPlugin, type PluginMeta } from './plugin/loadPlugin.ts';
import { installServices } from './services/installServices.ts';
import { Host } from './shell/Host.tsx';
import { PluginPageStandIn } from './shell/PluginPageStandIn.tsx';

/** Does at start what Grafana's core does, then draws the plugin at the page's address. */
async function main(container: HTMLElement): Promise<void> {
  await initializeI18n({ ns: ['grafana'], language: 'en-US' });
  installServices();
  installPanels();
  setPluginPage(PluginPageStandIn);
  const pluginId = document.body.dataset['plugin'] ?? '';
  const meta = await getBackendSrv().get<PluginMeta>(`/api/plugins/${pluginId}/settings`);
  const plugin = await loadPlugin(meta);
  createRoot(container).render(<Host plugin={plugin} meta={meta} />);
}

const container = document.getElementById('reactRoot');
if (container === null) throw new Error('the host page has no #reactRoot');
main(container).catch((error: unknown) => {
  container.textContent = `The host page could not start: ${error instanceof Error ? error.stack : String(error)}`;
  throw error;
});
