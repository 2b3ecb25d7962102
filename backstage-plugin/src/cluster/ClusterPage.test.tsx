import { clusterReportSchema } from '@greenops/core/api';
import { reportOf } from '@greenops/core/testing/clusterReport';
import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { Route, Routes } from 'react-router-dom';
import { clusterOf } from '../../testing/answers';
import { renderWithBackend } from '../../testing/renderWithBackend';
import { ClusterPage } from './ClusterPage';

const pageOf = (items: readonly unknown[]) => ({ items, total: items.length, nextCursor: null });
const full = { '/clusters': pageOf([clusterOf()]), '/clusters/production/report': reportOf() };

const render = (answers: Readonly<Record<string, unknown>> = full) =>
  renderWithBackend(
    <Routes>
      <Route path="/clusters/:id" element={<ClusterPage />} />
    </Routes>,
    answers,
    '/clusters/production',
  );

describe('ClusterPage', () => {
  it('is tested with an answer that fits the contract', () => {
    expect(clusterReportSchema.parse(reportOf())).toEqual(reportOf());
  });

  it('splits what the nodes take; what is not known has no bar', async () => {
    render();
    expect(await screen.findByText('Cost: $1,000 per month')).toBeInTheDocument();
    // 400 of 1,000
    expect(
      screen.getByRole('img', { name: 'Cost: $600 held by workloads, $400 (40 %) not allocated' }),
    ).toBeInTheDocument();
    expect(screen.getByText('Carbon of manufacture: not known')).toBeInTheDocument();
    expect(screen.queryByRole('img', { name: /manufacture/ })).not.toBeInTheDocument();
    expect(screen.getByText('The machine of 1 node is not known')).toBeInTheDocument();
  });

  it('tells which nodes go, and why one stays, by keyboard too', async () => {
    render();
    expect(
      await screen.findByText(
        '1 of 4 nodes can go today, which saves $140, 14 kWh and 1.4 kgCO₂e per month.',
      ),
    ).toBeInTheDocument();
    const nodes = screen.getByRole('listbox', { name: 'Nodes' });
    expect(within(nodes).getByRole('option', { selected: true })).toHaveAccessibleName('node-a can go now');
    expect(screen.getByText('3 pods would move to other nodes')).toBeInTheDocument();

    nodes.focus();
    await userEvent.keyboard('{ArrowRight}');
    expect(screen.getByRole('link', { name: /Lower the CPU request/ })).toHaveAttribute(
      'href',
      '/greenops/opportunities/opp-cart-cpu',
    );
    await userEvent.keyboard('{ArrowRight}');
    expect(screen.getByText(/shop\/db-0 fits on no other node/)).toBeInTheDocument();
    await userEvent.hover(within(nodes).getByRole('option', { name: 'node-d stays' }));
    expect(screen.getByText('It is the last node of its pool')).toBeInTheDocument();
  });

  it('looks ahead, marks the day on which a pool is full, and says why something is not forecast', async () => {
    render();
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

  it('lists the rules that are off with the metric to provide', async () => {
    render();
    const row = (await screen.findByText('Unused GPU')).closest('tr');
    expect(
      within(row!).getByText('DCGM_FI_DEV_GPU_UTIL or DCGM_FI_PROF_GR_ENGINE_ACTIVE'),
    ).toBeInTheDocument();
  });

  it('says that nothing was simulated where nobody says where pods may run', async () => {
    render({ ...full, '/clusters/production/report': reportOf({ consolidation: null }) });
    expect(await screen.findByText(/^Not simulated/)).toBeInTheDocument();
  });

  it('waits for the first scan without asking for a report', async () => {
    const backend = render({
      '/clusters': pageOf([clusterOf({ lastScanAt: null, status: 'never-scanned' })]),
    });
    expect(await screen.findByText('No scan has finished yet')).toBeInTheDocument();
    expect(backend.asked).not.toContain('/clusters/production/report');
  });

  it('names a failure and tries again', async () => {
    const backend = render({ '/clusters': pageOf([]) });
    expect(await screen.findByText('Could not load the cluster')).toBeInTheDocument();
    backend.answer('/clusters', { body: full['/clusters'] });
    backend.answer('/clusters/production/report', { body: reportOf() });
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(await screen.findByText('Cost: $1,000 per month')).toBeInTheDocument();
  });
});
