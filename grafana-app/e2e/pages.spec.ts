import { opportunities, workloads } from '../testing/fixtures.ts';
import { backendAnswers, expect, test } from './fixtures.ts';

// What only a browser shows: the production build, loaded as Grafana loads it, drawn and used.

const [first] = opportunities;
const [checkout] = workloads;
if (!first || !checkout) throw new Error('the fixtures are empty');

test('opportunities carry the numbers of the API and open into their details', async ({ openPage, page }) => {
  await openPage('/opportunities');
  const row = page.locator(`[data-opportunity-id="${first.id}"]`);
  await expect(row).toHaveAttribute('data-usd-per-month', String(first.saving.nominal.usdPerMonth.likely));
  await expect(page.getByText('Demo data').first()).toBeVisible();

  await page.getByRole('link', { name: first.title }).click();
  const drawer = page.getByRole('dialog');
  await expect(drawer.getByText(first.summary)).toBeVisible();
  await expect(page).toHaveURL(new RegExp(`/opportunities/${first.id}$`));
  await drawer.getByRole('button', { name: 'Close' }).click();
  await expect(drawer).toBeHidden();
  await expect(page).toHaveURL(/\/opportunities$/);
});

test('a filter is kept in the address, also while details are open', async ({ openPage, page }) => {
  await openPage('/opportunities');
  // The list draws only what is in sight of it: what is wanted is typed.
  await page.getByLabel('Type').fill('Idle workload');
  await page.getByRole('option', { name: 'Idle workload' }).click();
  await expect(page).toHaveURL(/type=idle-workload/);
  await expect(page.locator('[data-opportunity-id]')).toHaveCount(1);
  await page.getByRole('link', { name: /Scale legacy-export/ }).click();
  await expect(page.getByRole('dialog')).toBeVisible();
  await expect(page).toHaveURL(/type=idle-workload/);
});

test('a column sorts by number, not by text', async ({ openPage, page }) => {
  await openPage('/opportunities');
  await page.getByRole('button', { name: 'Sort column Saves per month' }).click();
  await expect(page.locator('[data-opportunity-id]').first()).toHaveAttribute('data-usd-per-month', '-13.2');
});

test('a workload is drawn from GreenOps beside Prometheus and Kepler', async ({ openPage, page }) => {
  await openPage(`/workloads/${checkout.id}`);
  for (const title of [
    'CPU cores per pod, from GreenOps',
    'CPU cores per pod, from Prometheus',
    'Memory per pod, from GreenOps',
    'Memory per pod, from Prometheus',
    'Power of the workload, from Kepler',
  ]) {
    const panel = page.getByRole('region', { name: title });
    await panel.scrollIntoViewIfNeeded();
    await expect(panel.locator('canvas').first()).toBeVisible();
    await expect(panel.getByText('No data')).toBeHidden();
  }
  await expect(page.getByText('checkout-7c9f5d6b8-x2k4z').first()).toBeVisible();
});

test('the container is chosen once for all charts and kept in the address', async ({ openPage, page }) => {
  await openPage(`/workloads/${checkout.id}`);
  const queried = page.waitForRequest(
    request =>
      request.url().includes('/api/ds/query') && (request.postData() ?? '').includes('container=\\"proxy\\"'),
  );
  // The first chooses the data source.
  await page.getByRole('combobox').nth(1).click();
  await page.getByRole('option', { name: 'proxy' }).click();
  await queried;
  await expect(page).toHaveURL(/var-container=proxy/);
});

test('settings are saved, and the connection test says what is wrong with them', async ({
  configurationPage,
  page,
}) => {
  const before = await page.getByLabel('API URL').inputValue();
  await page.getByLabel('API URL').fill('http://127.0.0.1:1');
  const saved = configurationPage.waitForSettingsResponse();
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(saved).toBeOK();
  await page.getByRole('button', { name: 'Test connection' }).click();
  await expect(
    page.getByText(/could not reach the GreenOps backend at http:\/\/127\.0\.0\.1:1/),
  ).toBeVisible();

  await page.getByLabel('API URL').fill(before);
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByLabel('API URL')).toHaveValue(before);
  await page.getByRole('button', { name: 'Test connection' }).click();
  await expect(page.getByText('The backend answers')).toBeVisible();
});

test('a backend that is down is named with a cure, and trying again works', async ({ openPage, page }) => {
  await backendAnswers(page, 502, '');
  await openPage('/opportunities');
  await expect(page.getByText(/could not reach the GreenOps backend/)).toBeVisible();
  await page.unroute('**/api/plugin-proxy/**');
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(page.getByText('Cost per month')).toBeVisible();
});

test('nothing fails in the console on any page', async ({ openPage, page }) => {
  const failures: string[] = [];
  page.on('pageerror', error => failures.push(error.message));
  page.on('console', message => {
    // The host has not all of Grafana's fonts and icons; a real one has.
    if (message.type() === 'error' && !/\/public\/(fonts|build\/img)\//.test(message.location().url)) {
      failures.push(message.text());
    }
  });
  for (const path of [
    '/opportunities',
    '/clusters',
    '/workloads',
    `/workloads/${checkout.id}`,
    `/opportunities/${first.id}`,
  ]) {
    await openPage(path);
    await page.waitForLoadState('networkidle');
  }
  expect(failures).toEqual([]);
});
