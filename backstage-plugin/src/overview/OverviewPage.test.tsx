import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { clusterOf, opportunityOf } from '../../testing/answers';
import { renderWithBackend } from '../../testing/renderWithBackend';
import { OverviewPage } from './OverviewPage';

const pageOf = (items: readonly unknown[]) => ({ items, total: items.length, nextCursor: null });

const idle = opportunityOf({
  id: 'opp-idle',
  type: 'idle-workload',
  namespace: 'tools',
  name: 'wiki',
  title: 'Stop Deployment tools/wiki: set the replicas from 1 to 0',
  saving: {
    ...opportunityOf().saving,
    nominal: {
      ...opportunityOf().saving.nominal,
      usdPerMonth: { low: 200, likely: 300, high: 400 },
      gramsCO2ePerMonth: null,
    },
  },
});

const full = { '/clusters': pageOf([clusterOf()]), '/opportunities': pageOf([opportunityOf(), idle]) };

const rowTitles = async () => {
  await screen.findAllByRole('row');
  return screen.getAllByRole('rowheader').map(cell => within(cell).getByRole('link').textContent);
};

describe('OverviewPage', () => {
  it('shows what the clusters cost and emit and what could be saved', async () => {
    renderWithBackend(<OverviewPage />, full);
    expect(await screen.findByText('$4,210')).toBeInTheDocument();
    expect(screen.getByText('1.83 MWh')).toBeInTheDocument();
    expect(screen.getByText('214 kgCO₂e')).toBeInTheDocument();
    expect(screen.getByText('$1,102')).toBeInTheDocument();
    expect(screen.getByText('and 58.3 kgCO₂e, $640 off the bill')).toBeInTheDocument();
  });

  it('lists the largest saving first, with the raw numbers for those who compare', async () => {
    renderWithBackend(<OverviewPage />, full);
    expect(await rowTitles()).toEqual([idle.title, opportunityOf().title]);
    const row = document.querySelector<HTMLElement>('[data-opportunity-id="opp-cart-cpu"]');
    expect(row?.dataset).toMatchObject({ usdPerMonth: '120.5', gramsPerMonth: '5400' });
    expect(
      document.querySelector<HTMLElement>('[data-opportunity-id="opp-idle"]')?.dataset.gramsPerMonth,
    ).toBe('');
  });

  it('says "not known" where no carbon is known, never zero', async () => {
    renderWithBackend(<OverviewPage />, full);
    const row = (await screen.findByRole('link', { name: idle.title })).closest('tr');
    expect(within(row!).getByText('not known')).toBeInTheDocument();
  });

  it('filters by what the address says', async () => {
    renderWithBackend(<OverviewPage />, full, '/?namespace=tools');
    expect(await rowTitles()).toEqual([idle.title]);
  });

  it('filters by a word and says when nothing fits', async () => {
    renderWithBackend(<OverviewPage />, full);
    await userEvent.type(await screen.findByRole('searchbox', { name: 'Search' }), 'wiki');
    expect(await rowTitles()).toEqual([idle.title]);
    await userEvent.type(screen.getByRole('searchbox', { name: 'Search' }), 'zzz');
    expect(await screen.findByText('No opportunity fits these filters')).toBeInTheDocument();
  });

  it('marks generated data as a demo, and only that', async () => {
    renderWithBackend(<OverviewPage />, {
      ...full,
      '/clusters': pageOf([clusterOf({ demo: true, name: 'Demo shop' })]),
    });
    expect(await screen.findByText('Demo data')).toBeInTheDocument();
    expect(screen.getByText(/Demo shop is generated: no such cluster exists/)).toBeInTheDocument();
  });

  it('shows no demo banner over real data', async () => {
    renderWithBackend(<OverviewPage />, full);
    await screen.findByText('$4,210');
    expect(screen.queryByText('Demo data')).not.toBeInTheDocument();
  });

  it('keeps what is known of a cluster whose scan failed, and says since when and why', async () => {
    renderWithBackend(<OverviewPage />, {
      ...full,
      '/clusters': pageOf([clusterOf({ status: 'failed', lastError: 'Prometheus could not be reached' })]),
    });
    expect(
      await screen.findByText('The last scan failed: Prometheus could not be reached.'),
    ).toBeInTheDocument();
    expect(screen.getByText(/what you see of it is from 2026-11-21 10:00 UTC/)).toBeInTheDocument();
    expect(await rowTitles()).toHaveLength(2);
  });

  it.each([
    ['there is no cluster', [], 'No cluster is connected yet'],
    [
      'nothing was scanned',
      [clusterOf({ status: 'never-scanned', lastScanAt: null, footprint: null })],
      'No scan has finished yet',
    ],
    ['everything fits', [clusterOf()], 'Nothing to save here'],
    [
      'the history is too short',
      [
        clusterOf({
          notJudged: [{ reason: 'Only 20 h of history, policy Balanced asks for 3 d', count: 20 }],
        }),
      ],
      'Nothing to change in what could be judged',
    ],
  ])('says why the list is empty when %s', async (_, clusters, title) => {
    renderWithBackend(<OverviewPage />, { '/clusters': pageOf(clusters), '/opportunities': pageOf([]) });
    expect(await screen.findByText(title)).toBeInTheDocument();
  });

  it('says what failed and what to do, and tries again when asked', async () => {
    const backend = renderWithBackend(<OverviewPage />, full);
    await screen.findByText('$4,210');
    backend.answer('/clusters', {
      status: 503,
      body: {
        type: 'about:blank',
        title: 'StoreError',
        status: 503,
        detail: 'the database does not answer',
        cure: 'start Postgres',
      },
    });
    await backend.signal();
    expect(await screen.findByText('Could not load the opportunities')).toBeInTheDocument();
    expect(screen.getByText('The database does not answer. What to do: start Postgres.')).toBeInTheDocument();

    backend.answer('/clusters', { body: full['/clusters'] });
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(await screen.findByText('$4,210')).toBeInTheDocument();
  });

  it('asks again when a scan has ended, without emptying the page', async () => {
    const backend = renderWithBackend(<OverviewPage />, full);
    await screen.findByText('$4,210');
    const before = backend.asked.length;
    backend.answer('/opportunities', { body: pageOf([idle]) });
    await backend.signal();
    expect(backend.asked.length).toBeGreaterThan(before);
    expect(await screen.findByText('$4,210')).toBeInTheDocument();
    expect(await rowTitles()).toEqual([idle.title]);
  });
});
