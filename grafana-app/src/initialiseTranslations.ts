import { initPluginTranslations } from '@grafana/i18n';
import { loadResources } from '@grafana/scenes';

/** The texts of @grafana/scenes' own controls; without this its first `t()` throws. Ours are English. */
export async function initialiseTranslations(): Promise<void> {
  await initPluginTranslations('grafana-scenes', [loadResources]);
}
