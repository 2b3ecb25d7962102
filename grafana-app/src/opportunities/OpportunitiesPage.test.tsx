import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { emptyBackend, fixtureBackend } from '../../testing/fixtureBackend.ts';
import { clusters, opportunities } from '../../testing/fixtures.ts';
import { type Backend, renderApp } from '../../testing/renderApp.tsx';

const [first] = opportunities;
if (!first) throw new Error('the fixtures have no opportunity');

test('lists what the API gives, in its words, with its raw numbers on the rows', async () => {
  await renderApp({ backend: fixtureBackend, path: '/opportunities' });
  for (const { id, title, saving } of opportunities) {
    const link = await screen.findByRole('link', { name: title });
    const row = link.closest('[data-opportunity-id]');
    expect(row).toHaveAttribute('data-opportunity-id', id);
    expect(row).toHaveAttribute('data-usd-per-month', String(saving.nominal.usdPerMonth.likely));
    const grams = saving.nominal.gramsCO2ePerMonth?.likely;
    expect(row).toHaveAttribute('data-grams-per-month', grams === undefined ? '' : String(grams));
  }
});

test('adds up the clusters and says for how many of them a figure is known', async () => {
  await renderApp({ backend: fixtureBackend, path: '/opportunities' });
  const cost = (await screen.findByText('Cost per month')).closest('dl');
  // 4210.40 + 310.00, as core writes dollars from 100 up
  expect(within(cost as HTMLElement).getByText('$4,520')).toBeInTheDocument();
  const carbon = screen.getByText('Carbon per month').closest('dl') as HTMLElement;
  expect(within(carbon).getByText('214 kgCO₂e')).toBeInTheDocument();
  expect(within(carbon).getByText('known for 1 of 2 clusters')).toBeInTheDocument();
});

test('says that data is generated, and what the figures leave out', async () => {
  await renderApp({ backend: fixtureBackend, path: '/opportunities' });
  expect(await screen.findByText('Demo data')).toBeInTheDocument();
  expect(screen.getByText(/Demo: no such cluster exists/)).toBeInTheDocument();
  expect(screen.getByText(/the last scan failed: Prometheus at/i)).toBeInTheDocument();
  expect(screen.getByText(/Kepler reports no pods/)).toBeInTheDocument();
});

test('a filter in the address narrows the list; clearing it shows everything again', async () => {
  await renderApp({ backend: fixtureBackend, path: '/opportunities?cluster=production-eu&q=checkout' });
  await screen.findByText(/^1 of 4 opportunities/);
  expect(screen.queryByText('Demo data')).not.toBeInTheDocument();
  await userEvent.click(screen.getByRole('button', { name: /clear filters/i }));
  expect(await screen.findByText(`${opportunities.length} opportunities`)).toBeInTheDocument();
});

test('the details show change, both savings, evidence with its origin, and who wrote the text', async () => {
  await renderApp({ backend: fixtureBackend, path: `/opportunities/${first.id}` });
  const drawer = await screen.findByRole('dialog');
  expect(await within(drawer).findByText(first.summary)).toBeInTheDocument();
  // 612.5 with the bounds −20 % and +15 %
  expect(within(drawer).getByText('$613 ($490 – $704)')).toBeInTheDocument();
  // 40 % of it, with the same bounds
  expect(within(drawer).getByText('$245 ($196 – $282)')).toBeInTheDocument();
  expect(within(drawer).getByText('By node node-a')).toBeInTheDocument();
  expect(within(drawer).getByText('95th percentile of CPU use')).toBeInTheDocument();
  expect(within(drawer).getAllByText('measured: cAdvisor, 2026-11-21 10:00 UTC').length).toBeGreaterThan(0);
  const replayed = within(drawer).getByRole('region', { name: 'Replayed on its own past' });
  expect(within(replayed).getByText('CPU replayed: days that went badly')).toBeInTheDocument();
  const others = within(drawer).getByRole('region', { name: 'What others would request' });
  expect(within(others).getByText('KRR would request of CPU')).toBeInTheDocument();
  expect(within(drawer).getByText(/written from a template/)).toBeInTheDocument();
});

test('where no node was simulated, that is said', async () => {
  const unsimulated = opportunities.find(({ saving }) => saving.realisable === null);
  await renderApp({ backend: fixtureBackend, path: `/opportunities/${unsimulated?.id}` });
  const drawer = await screen.findByRole('dialog');
  expect(await within(drawer).findAllByText('not simulated yet')).toHaveLength(3);
});

test('an opportunity that is gone says so and keeps the list', async () => {
  await renderApp({ backend: fixtureBackend, path: '/opportunities/opp-gone' });
  const drawer = await screen.findByRole('dialog');
  expect(await within(drawer).findByText('There is no opportunity opp-gone.')).toBeInTheDocument();
  expect(screen.getByText(first.title)).toBeInTheDocument();
});

test('no cluster, no scan, nothing to save: each empty list says why', async () => {
  await renderApp({ backend: emptyBackend, path: '/opportunities' });
  expect(await screen.findByText('No cluster is connected yet')).toBeInTheDocument();
});

test.each([
  [null, 'No scan has finished yet'],
  ['2026-11-21T10:00:00.000Z', 'Nothing to save here'],
])('with a last scan at %s an empty list reads “%s”', async (lastScanAt, message) => {
  const [cluster] = clusters;
  const backend: Backend = path =>
    path.startsWith('/clusters')
      ? { status: 200, body: { items: [{ ...cluster, lastScanAt }], total: 1, nextCursor: null } }
      : emptyBackend(path);
  await renderApp({ backend, path: '/opportunities' });
  expect(await screen.findByText(message)).toBeInTheDocument();
});

test('a failure names cause and cure, and trying again works', async () => {
  let down = true;
  const backend: Backend = path => (down ? { status: 502, body: '' } : fixtureBackend(path));
  await renderApp({ backend, path: '/opportunities' });
  const alert = await screen.findByRole('alert');
  expect(alert).toHaveTextContent('could not reach the GreenOps backend at http://greenops:7007');
  expect(alert).toHaveTextContent('What to do: check that the backend runs');
  down = false;
  await userEvent.click(within(alert).getByRole('button', { name: 'Try again' }));
  expect(await screen.findByText('Cost per month')).toBeInTheDocument();
});

test('an app that nobody configured says where to do it', async () => {
  await renderApp({ backend: fixtureBackend, path: '/opportunities', settings: {} });
  const alert = await screen.findByRole('alert');
  expect(alert).toHaveTextContent('does not know yet where the GreenOps backend is');
  expect(within(alert).getByRole('link', { name: 'Configuration' })).toHaveAttribute(
    'href',
    '/plugins/greenops-advisor-app',
  );
});

test('who may not read findings is told, and nothing is asked', async () => {
  const backend = jest.fn(fixtureBackend);
  await renderApp({ backend, path: '/opportunities', permissions: [] });
  expect(await screen.findByText('You may not see GreenOps findings')).toBeInTheDocument();
  expect(backend).not.toHaveBeenCalled();
});
