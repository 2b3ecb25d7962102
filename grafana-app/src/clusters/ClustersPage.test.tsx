import { clusterReportSchema } from '@greenops/core/api';
import { reportOf } from '@greenops/core/testing/clusterReport';
import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { emptyBackend, fixtureBackend } from '../../testing/fixtureBackend.ts';
import { clusters } from '../../testing/fixtures.ts';
import { type Backend, renderApp } from '../../testing/renderApp.tsx';

const withReport =
  (report: unknown): Backend =>
  path =>
    path.includes('/report') ? { status: 200, body: report } : fixtureBackend(path);

test('is tested with an answer that fits the contract', () => {
  expect(clusterReportSchema.parse(reportOf())).toEqual(reportOf());
});

test('splits what the nodes take; what is not known has no bar', async () => {
  await renderApp({ backend: fixtureBackend, path: '/clusters' });
  expect(await screen.findByText('Cost: $1,000 per month')).toBeInTheDocument();
  // 400 of 1,000
  expect(
    screen.getByRole('img', { name: 'Cost: $600 held by workloads, $400 (40 %) not allocated' }),
  ).toBeInTheDocument();
  expect(screen.getByText('Carbon of manufacture: not known')).toBeInTheDocument();
  expect(screen.queryByRole('img', { name: /manufacture/ })).not.toBeInTheDocument();
});

test('tells which nodes go, and why one stays, by keyboard too', async () => {
  await renderApp({ backend: fixtureBackend, path: '/clusters' });
  expect(
    await screen.findByText('1 of 4 nodes can go today, which saves $140, 14 kWh and 1.4 kgCO₂e per month.'),
  ).toBeInTheDocument();
  const nodes = screen.getByRole('listbox', { name: 'Nodes' });
  expect(within(nodes).getByRole('option', { selected: true })).toHaveAccessibleName('node-a can go now');

  nodes.focus();
  await userEvent.keyboard('{ArrowRight}');
  expect(screen.getByRole('link', { name: /Lower the CPU request/ })).toHaveAttribute(
    'href',
    '/a/greenops-advisor-app/opportunities/opp-cart-cpu',
  );
  await userEvent.keyboard('{ArrowRight}');
  expect(screen.getByText(/shop\/db-0 fits on no other node/)).toBeInTheDocument();
  await userEvent.hover(within(nodes).getByRole('option', { name: 'node-d stays' }));
  expect(screen.getByText('It is the last node of its pool')).toBeInTheDocument();
});

test('looks ahead, marks the day on which a pool is full, and says why something is not forecast', async () => {
  await renderApp({ backend: fixtureBackend, path: '/clusters' });
  const course = await screen.findByRole('img', { name: /^Cost of the next 90 days/ });
  course.focus();
  await userEvent.keyboard('{ArrowRight}');
  expect(screen.getByText(/^2026-11-21: \$48\.00\/day, between/)).toBeInTheDocument();

  await userEvent.click(screen.getByRole('radio', { name: 'CPU' }));
  expect(
    screen.getByText(/general is full by what is requested on 2026-12-31, as early as 2026-12-11/),
  ).toBeInTheDocument();
  await userEvent.click(screen.getByRole('radio', { name: 'Carbon' }));
  expect(screen.getByText('Carbon is not forecast: Its power is not known.')).toBeInTheDocument();
});

test('lists the rules that are off with the metric to provide', async () => {
  await renderApp({ backend: fixtureBackend, path: '/clusters' });
  const row = (await screen.findByText('Unused GPU')).closest('tr') as HTMLElement;
  expect(within(row).getByText('DCGM_FI_DEV_GPU_UTIL or DCGM_FI_PROF_GR_ENGINE_ACTIVE')).toBeInTheDocument();
});

test('the cluster is chosen in the address, and a generated one is said to be so', async () => {
  await renderApp({ backend: fixtureBackend, path: '/clusters?cluster=demo' });
  expect(await screen.findByText('Demo data')).toBeInTheDocument();
  expect(await screen.findByText('Cost: $1,000 per month')).toBeInTheDocument();
});

test('says that nothing was simulated where nobody says where pods may run', async () => {
  await renderApp({ backend: withReport(reportOf({ consolidation: null })), path: '/clusters' });
  expect(await screen.findByText(/^Not simulated/)).toBeInTheDocument();
});

test('no cluster, no scan', async () => {
  await renderApp({ backend: emptyBackend, path: '/clusters' });
  expect(await screen.findByText('No cluster is connected yet')).toBeInTheDocument();
});

test('waits for the first scan without asking for a report', async () => {
  const [cluster] = clusters;
  const backend = jest.fn<ReturnType<Backend>, Parameters<Backend>>(() => ({
    status: 200,
    body: { items: [{ ...cluster, lastScanAt: null }], total: 1, nextCursor: null },
  }));
  await renderApp({ backend, path: '/clusters' });
  expect(await screen.findByText('No scan has finished yet')).toBeInTheDocument();
  expect(backend.mock.calls.flat().filter(path => path.includes('report'))).toEqual([]);
});

test('a report that fails names its cause and is asked for again', async () => {
  let down = true;
  const backend: Backend = path =>
    down && path.includes('/report') ? { status: 502, body: '' } : fixtureBackend(path);
  await renderApp({ backend, path: '/clusters' });
  expect(await screen.findByText('Could not load the report on the cluster')).toBeInTheDocument();
  down = false;
  await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
  expect(await screen.findByText('Cost: $1,000 per month')).toBeInTheDocument();
});
