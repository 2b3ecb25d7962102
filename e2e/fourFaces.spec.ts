import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, type Page, test } from '@playwright/test';
import { demoRecordings, ROOT } from '../scripts/suite.ts';
import { suite } from './suite.ts';

/** What every face must agree on. */
interface Finding {
  readonly id: string;
  readonly usdPerMonth: string;
  readonly gramsPerMonth: string;
  readonly title: string;
}

interface OpportunityJson {
  readonly id: string;
  readonly title: string;
  readonly saving: {
    readonly nominal: {
      readonly usdPerMonth: { readonly likely: number };
      readonly gramsCO2ePerMonth: { readonly likely: number } | null;
    };
  };
}

const findingOf = ({ id, title, saving }: OpportunityJson): Finding => ({
  id,
  title,
  usdPerMonth: String(saving.nominal.usdPerMonth.likely),
  gramsPerMonth:
    saving.nominal.gramsCO2ePerMonth === null ? '' : String(saving.nominal.gramsCO2ePerMonth.likely),
});

const byId = (findings: readonly Finding[]): readonly Finding[] =>
  [...findings].sort((a, b) => (a.id < b.id ? -1 : 1));

/** Not by `execFileSync`: while it blocks, the API closes idle connections, which `fetch` then still uses. */
async function findingsOfCommandLine(): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  for (const file of demoRecordings()) {
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ['core/bin/greenops.js', 'scan', '--recording', file, '--output', 'json'],
      { cwd: ROOT, maxBuffer: 256 * 2 ** 20 },
    );
    const { opportunities }: { opportunities: OpportunityJson[] } = JSON.parse(stdout);
    findings.push(...opportunities.map(findingOf));
  }
  return findings;
}

async function findingsOfRest(search: Readonly<Record<string, string>>): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  let cursor: string | null = null;
  do {
    const parameters = new URLSearchParams({ ...search, ...(cursor === null ? {} : { cursor }) });
    const response = await fetch(`${suite.apiUrl}/opportunities?${parameters}`, {
      headers: { authorization: `Bearer ${suite.token}` },
    });
    expect(response.status).toBe(200);
    const page: { items: OpportunityJson[]; nextCursor: string | null } = await response.json();
    findings.push(...page.items.map(findingOf));
    cursor = page.nextCursor;
  } while (cursor !== null);
  return findings;
}

/** Reads the rows that are on screen; the title is what a person reads in the row. */
async function findingsOnScreen(page: Page, expected: readonly Finding[]): Promise<readonly Finding[]> {
  const rows = page.locator('[data-opportunity-id]');
  await expect(rows.first()).toBeVisible();
  const findings: Finding[] = [];
  for (const row of await rows.all()) {
    const id = (await row.getAttribute('data-opportunity-id')) ?? '';
    const text = (await row.innerText()).replaceAll(/\s+/g, ' ');
    const title = expected.find(finding => finding.id === id)?.title ?? '';
    findings.push({
      id,
      title: text.includes(title) ? title : text,
      usdPerMonth: (await row.getAttribute('data-usd-per-month')) ?? '',
      gramsPerMonth: (await row.getAttribute('data-grams-per-month')) ?? '',
    });
  }
  return findings;
}

test('the same findings, by id, number and wording, in the terminal, the REST API, Backstage and Grafana', async ({
  page,
}) => {
  const fromRest = await findingsOfRest({ limit: '50' });
  expect(fromRest.length).toBeGreaterThan(10);
  expect(byId(await findingsOfCommandLine())).toEqual(byId(fromRest));

  const { id: component, namespace } = suite.component;
  const ofComponent = byId(
    await findingsOfRest({ labelSelector: `backstage.io/kubernetes-id=${component}`, namespace }),
  );
  expect(ofComponent.length).toBeGreaterThan(0);

  await page.goto(`${suite.portalUrl}/catalog/default/component/${component}/greenops`);
  expect(byId(await findingsOnScreen(page, ofComponent))).toEqual(ofComponent);

  await page.goto(`${suite.grafanaUrl}/a/greenops-advisor-app/opportunities`);
  const onGrafana = await findingsOnScreen(page, fromRest);
  const shared = onGrafana.filter(({ id }) => fromRest.some(finding => finding.id === id));
  expect(shared).toEqual(onGrafana);
  for (const finding of shared) expect(fromRest).toContainEqual(finding);

  await page.goto(
    `${suite.grafanaUrl}/a/greenops-advisor-app/opportunities?namespace=${namespace}&q=${component}`,
  );
  const ids = ofComponent.map(({ id }) => id);
  const ofComponentOnGrafana = (await findingsOnScreen(page, ofComponent)).filter(({ id }) =>
    ids.includes(id),
  );
  expect(byId(ofComponentOnGrafana)).toEqual(ofComponent);
});

test('every screen that shows demo data says so', async ({ page }) => {
  for (const url of [
    `${suite.portalUrl}/greenops`,
    `${suite.portalUrl}/catalog/default/component/${suite.component.id}/greenops`,
    `${suite.grafanaUrl}/a/greenops-advisor-app/opportunities`,
    `${suite.grafanaUrl}/a/greenops-advisor-app/workloads`,
  ]) {
    await page.goto(url);
    await expect(page.getByText(/demo data/i).first(), url).toBeVisible();
  }
});
