import { type PanelPlugin } from '@grafana/data';
import { setPluginImportUtils } from '@grafana/runtime';
import { fillFieldConfigRegistries } from './fieldConfigRegistries.ts';
import { timeSeriesPanel } from './timeSeriesPanel.tsx';

/**
 * Grafana's core panels are not on npm; the ones the app uses have stand-ins here. Another one is an
 * error that says so, not a blank space.
 */
export function installPanels(): void {
  fillFieldConfigRegistries();
  const panels: ReadonlyMap<string, PanelPlugin> = new Map([['timeseries', timeSeriesPanel()]]);
  setPluginImportUtils({
    getPanelPluginFromCache: id => panels.get(id),
    importPanelPlugin: async id => {
      const panel = panels.get(id);
      if (!panel) throw new Error(`The stand-in host has no panel “${id}”; Grafana does`);
      return panel;
    },
  });
}
