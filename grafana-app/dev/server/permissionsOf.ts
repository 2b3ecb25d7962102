import type { PluginJson } from './pluginSettings.ts';

/** The one user of the host holds every role that the plugin defines. */
export const permissionsOf = ({ roles }: PluginJson): Readonly<Record<string, boolean>> =>
  Object.fromEntries(roles.flatMap(({ role }) => role.permissions.map(({ action }) => [action, true])));
