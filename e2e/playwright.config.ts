import { defineConfig } from '@playwright/test';
import { chromiumLaunchOptions } from './chromiumLaunchOptions.ts';

/** Browser tests over the whole running suite; each face's own browser tests live with the face. */
export default defineConfig({
  testDir: '.',
  globalSetup: './startSuite.ts',
  outputDir: '../test-results/e2e',
  timeout: 120_000,
  expect: { timeout: 30_000 },
  workers: 1,
  retries: 0,
  use: { launchOptions: chromiumLaunchOptions, viewport: { width: 1440, height: 1000 } },
});
