import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Page } from '@playwright/test';
import { chromiumLaunchOptions } from '../e2e/chromiumLaunchOptions.ts';
import { firstFindings } from './firstFindings.ts';
import { demoRecordings, ROOT, startSuite } from './suite.ts';
import { terminalPage } from './terminalPage.ts';

/** `npm run screenshots`: takes the README's pictures of all faces again, from the demo clusters. */
const OUTPUT = join(ROOT, 'docs/images');

async function shoot(page: Page, url: string, ready: string, file: string): Promise<void> {
  await page.goto(url);
  await page.locator(ready).first().waitFor({ timeout: 60_000 });
  await page.waitForLoadState('networkidle');
  await page.screenshot({ path: join(OUTPUT, file) });
  console.log(`docs/images/${file}`);
}

const stateDirectory = mkdtempSync(join(tmpdir(), 'greenops-shots-'));
const suite = await startSuite({
  stateDirectory,
  portalPort: 0,
  grafanaPort: 0,
  demo: true,
  listener: {
    step: console.log,
    started: name => console.log(`Building the ${name}`),
    finished: () => undefined,
  },
});
await firstFindings(suite);
const browser = await chromium.launch(chromiumLaunchOptions);
try {
  mkdirSync(OUTPUT, { recursive: true });
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 }, deviceScaleFactor: 1 });
  const opportunity = '[data-opportunity-id]';
  await shoot(page, `${suite.portalUrl}/greenops`, opportunity, 'backstage-overview.png');
  await shoot(
    page,
    `${suite.portalUrl}/catalog/default/component/product-catalog/greenops`,
    opportunity,
    'backstage-entity.png',
  );
  await shoot(
    page,
    `${suite.grafanaUrl}/a/greenops-advisor-app/opportunities`,
    opportunity,
    'grafana-opportunities.png',
  );
  await shoot(
    page,
    `${suite.grafanaUrl}/a/greenops-advisor-app/clusters?cluster=demo-platform-us`,
    '[data-balance]',
    'grafana-cluster.png',
  );

  const [recording = ''] = demoRecordings();
  await page.setContent(terminalPage(['scan', '--recording', recording], 120));
  await page.locator('pre').screenshot({ path: join(OUTPUT, 'terminal-scan.png') });
  console.log('docs/images/terminal-scan.png');
} finally {
  await browser.close();
  await suite.stop();
  rmSync(stateDirectory, { recursive: true, force: true });
}
