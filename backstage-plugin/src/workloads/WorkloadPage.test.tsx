import { act, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { Route, Routes } from 'react-router-dom';
import { workloadDetailOf } from '../../testing/answers';
import { renderWithBackend } from '../../testing/renderWithBackend';
import { WorkloadPage } from './WorkloadPage';

const render = () =>
  renderWithBackend(
    <Routes>
      <Route path="/workloads/:id" element={<WorkloadPage />} />
    </Routes>,
    { '/workloads/wl-cart': workloadDetailOf() },
    '/workloads/wl-cart',
  );

describe('WorkloadPage', () => {
  it('sets use against request and limit, and says what is not set and not known', async () => {
    render();
    const table = await screen.findByRole('table', { name: 'Requests, limits and usage of server' });
    const [, cpu, memory] = within(table).getAllByRole('row');
    expect(cpu).toHaveTextContent('CPU2 coresnot set240m556m1.2 cores99 %');
    expect(memory).toHaveTextContent('Memorynot set1 GiBnot knownnot knownnot knownno data');
    expect(screen.getByText('throttled in 4 % of its CPU periods, 1 OOM kill')).toBeInTheDocument();
  });

  it('draws the hours there are and says where there are none', async () => {
    render();
    expect(
      await screen.findByRole('img', { name: /^CPU of server: highest 2 cores over 48 hours/ }),
    ).toBeInTheDocument();
    expect(screen.getByText('Memory of server: no data in this window.')).toBeInTheDocument();
  });

  it('reads single hours out by keyboard', async () => {
    render();
    const chart = await screen.findByRole('img', { name: /^CPU of server/ });
    act(() => chart.focus());
    await userEvent.keyboard('{ArrowLeft}{ArrowLeft}');
    // Hour 47 of 48 from 2026-11-07 10:00.
    expect(screen.getByText('2026-11-09 08:00 UTC: mean 250m, highest 500m, 36 samples')).toBeInTheDocument();
  });

  it('lists what to change', async () => {
    render();
    expect(await screen.findByRole('link', { name: /Lower the CPU request/ })).toBeInTheDocument();
  });
});
