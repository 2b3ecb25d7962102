import { screen, within } from '@testing-library/react';
import { emptyBackend, fixtureBackend } from '../../testing/fixtureBackend.ts';
import { workloads } from '../../testing/fixtures.ts';
import { type Backend, renderApp } from '../../testing/renderApp.tsx';

const [checkout] = workloads;
if (!checkout) throw new Error('the fixtures have no workload');

test('the list leads to each workload; what is not known is not zero', async () => {
  await renderApp({ backend: fixtureBackend, path: '/workloads' });
  const link = await screen.findByRole('link', { name: 'frontend' });
  const row = link.closest('tr') as HTMLElement;
  expect(within(row).getByText('not known')).toBeInTheDocument();
  expect(screen.getByRole('link', { name: 'checkout' })).toHaveAttribute(
    'href',
    `/a/greenops-advisor-app/workloads/${checkout.id}`,
  );
});

test('no workload yet', async () => {
  await renderApp({ backend: emptyBackend, path: '/workloads' });
  expect(await screen.findByText('No workload has been seen yet')).toBeInTheDocument();
});

test('a workload shows its containers, its opportunities and that no Prometheus is there to compare', async () => {
  await renderApp({ backend: fixtureBackend, path: `/workloads/${checkout.id}` });
  const containers = await screen.findByRole('region', { name: 'Requests, limits and usage per pod' });
  expect(within(containers).getByText('2 cores')).toBeInTheDocument();
  expect(within(containers).getByText('proxy (sidecar)')).toBeInTheDocument();
  expect(screen.getByText('No Prometheus data source is configured here')).toBeInTheDocument();
  expect(screen.getByRole('link', { name: checkout.opportunityList[0]?.title })).toBeInTheDocument();
});

test('a workload that is gone', async () => {
  await renderApp({ backend: fixtureBackend, path: '/workloads/wl-gone' });
  expect(await screen.findByText('There is no workload wl-gone.')).toBeInTheDocument();
});

test('figures wait until it is known which clusters are generated', async () => {
  const backend: Backend = path =>
    path.startsWith('/clusters') ? { status: 502, body: '' } : fixtureBackend(path);
  await renderApp({ backend, path: '/workloads' });
  expect(await screen.findByText('Could not load the clusters')).toBeInTheDocument();
  expect(screen.queryByRole('link', { name: 'frontend' })).not.toBeInTheDocument();
});
