import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { opportunities, workloads } from '../testing/fixtures.ts';
import { backendAnswers, expect, test } from './fixtures.ts';

const [first] = opportunities;
const [checkout] = workloads;

/** Parts that @grafana/ui draws and we cannot change: the names in a chart's legend. */
const drawnByGrafana = ['[class*=LegendLabel]'];

async function violationsOf(page: Page) {
  const builder = new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa']);
  for (const selector of drawnByGrafana) builder.exclude(selector);
  const { violations } = await builder.analyze();
  return violations.map(({ id, nodes }) => ({ id, where: nodes.map(({ target }) => target) }));
}

const pages = [
  ['the list of opportunities', '/a/greenops-advisor-app/opportunities'],
  ['the details of an opportunity', `/a/greenops-advisor-app/opportunities/${first?.id}`],
  ['a cluster', '/a/greenops-advisor-app/clusters'],
  ['the list of workloads', '/a/greenops-advisor-app/workloads'],
  ['a workload', `/a/greenops-advisor-app/workloads/${checkout?.id}`],
  ['the configuration', '/plugins/greenops-advisor-app'],
] as const;

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(colorScheme, () => {
    test.use({ colorScheme });

    for (const [name, path] of pages) {
      test(`${name} has no accessibility violations`, async ({ page }) => {
        await page.goto(path);
        await page.waitForLoadState('networkidle');
        expect(await violationsOf(page)).toEqual([]);
      });
    }

    test('a failure has no accessibility violations', async ({ page }) => {
      await backendAnswers(page, 502, '');
      await page.goto('/a/greenops-advisor-app/opportunities');
      await page.getByRole('button', { name: 'Try again' }).waitFor();
      expect(await violationsOf(page)).toEqual([]);
    });
  });
}

test.describe('on a phone', () => {
  test.use({ viewport: { width: 500, height: 1000 } });

  test('nothing is wider than the screen', async ({ page }) => {
    for (const [, path] of pages) {
      await page.goto(path);
      await page.waitForLoadState('networkidle');
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(500);
    }
  });
});
