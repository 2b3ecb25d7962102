import type { AppPluginMeta } from '@grafana/data';
import { getBackendSrv, isFetchError } from '@grafana/runtime';
import { lastValueFrom } from 'rxjs';
import type { PluginSecrets, PluginSettings } from '../pluginSettings.ts';

/** Saves; `secrets: null` keeps those that are set. */
export async function saveSettings(
  { id, enabled, pinned }: Pick<AppPluginMeta, 'id' | 'enabled' | 'pinned'>,
  jsonData: PluginSettings,
  secrets: PluginSecrets | null,
): Promise<void> {
  try {
    await lastValueFrom(
      getBackendSrv().fetch({
        url: `/api/plugins/${id}/settings`,
        method: 'POST',
        showErrorAlert: false,
        data: { enabled, pinned, jsonData, ...(secrets && { secureJsonData: secrets }) },
      }),
    );
  } catch (error) {
    // A FetchError is not an Error: its message lies in the answer's body.
    if (!isFetchError(error)) throw error;
    throw new Error(`Grafana refused the settings (HTTP ${error.status}): ${messageOf(error.data)}`);
  }
}

const messageOf = (data: unknown): string =>
  typeof data === 'object' && data !== null && 'message' in data
    ? String(data.message)
    : 'it did not say why';
