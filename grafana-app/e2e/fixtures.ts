import { type AppConfigPage, type AppPage, test as base } from '@grafana/plugin-e2e';
import type { Page } from '@playwright/test';
import { PLUGIN_ID } from '../src/pluginId.ts';

interface Fixtures {
  readonly openPage: (path: string) => Promise<AppPage>;
  readonly configurationPage: AppConfigPage;
}

/** @grafana/plugin-e2e's fixtures, for this app. */
export const test = base.extend<Fixtures>({
  openPage: async ({ gotoAppPage }, provide) => {
    await provide(path => gotoAppPage({ pluginId: PLUGIN_ID, path }));
  },
  configurationPage: async ({ gotoAppConfigPage }, provide) => {
    await provide(await gotoAppConfigPage({ pluginId: PLUGIN_ID }));
  },
});

/** Answers every request to the GreenOps backend in its place. */
export async function backendAnswers(page: Page, status: number, body: object | string): Promise<void> {
  await page.route('**/api/plugin-proxy/**', route =>
    route.fulfill({ status, body: typeof body === 'string' ? body : JSON.stringify(body) }),
  );
}

export { expect } from '@grafana/plugin-e2e';
