import type { PluginOptions } from '@grafana/plugin-e2e';
import { defineConfig, devices } from '@playwright/test';

/** Flags that keep a headless Chromium from calling home; root cannot use its sandbox. */
const chromium = {
  executablePath: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium',
  args: [
    ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ],
};

/**
 * Against the host page of `dev/`, which e2e/startHost.config.ts starts, or against a real Grafana with
 * GRAFANA_URL (its app configured, GRAFANA_ADMIN_USER and …_PASSWORD set if it wants a sign-in).
 */
const realGrafana = process.env['GRAFANA_URL'];

export default defineConfig<PluginOptions>({
  testDir: './e2e',
  outputDir: '../test-results/grafana-app',
  ...(realGrafana === undefined && { globalSetup: './e2e/startHost.config.ts' }),
  timeout: 60_000,
  expect: { timeout: 15_000 },
  workers: 1,
  retries: 0,
  use: {
    ...devices['Desktop Chrome'],
    viewport: { width: 1440, height: 1000 },
    // The workers read this file again after startHost.config.ts has set the variable.
    baseURL: realGrafana ?? process.env['GREENOPS_HOST_URL'],
    actionTimeout: 15_000,
    launchOptions: chromium,
  },
});
