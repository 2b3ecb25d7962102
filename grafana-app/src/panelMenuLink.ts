import {
  type PluginExtensionAddedLinkConfig,
  type PluginExtensionPanelContext,
  PluginExtensionPoints,
} from '@grafana/data';
import { pagePaths } from './pluginId.ts';

/** In the menu of panels that draw Prometheus data: the way from "this looks idle" to what it would save. */
export const panelMenuLink: PluginExtensionAddedLinkConfig<PluginExtensionPanelContext> = {
  targets: [PluginExtensionPoints.DashboardPanelMenu],
  title: 'GreenOps opportunities',
  description: 'What could be saved on the workloads behind this panel',
  icon: 'dollar-alt',
  path: pagePaths.opportunities,
  configure: context => {
    const types = context?.targets.map(target => target.datasource?.type) ?? [];
    return types.includes('prometheus') ? { path: pathFor(context) } : undefined;
  },
};

/** A dashboard that is filtered to one namespace leads to that namespace's opportunities. */
function pathFor(context: PluginExtensionPanelContext | undefined): string {
  const namespace: unknown = context?.scopedVars?.['namespace']?.value;
  return typeof namespace === 'string'
    ? `${pagePaths.opportunities}?namespace=${encodeURIComponent(namespace)}`
    : pagePaths.opportunities;
}
