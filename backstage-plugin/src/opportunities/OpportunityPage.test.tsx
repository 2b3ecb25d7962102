import { screen, within } from '@testing-library/react';
import { Route, Routes } from 'react-router-dom';
import { opportunityOf } from '../../testing/answers';
import { renderWithBackend } from '../../testing/renderWithBackend';
import { OpportunityPage } from './OpportunityPage';

const render = (answers: Readonly<Record<string, unknown>>) =>
  renderWithBackend(
    <Routes>
      <Route path="/opportunities/:id" element={<OpportunityPage />} />
    </Routes>,
    answers,
    '/opportunities/opp-cart-cpu',
  );

const table = (name: string) => screen.findByRole('table', { name });

describe('OpportunityPage', () => {
  it('shows the change as the manifest would have it', async () => {
    render({ '/opportunities/opp-cart-cpu': opportunityOf() });
    expect(await screen.findByRole('heading', { name: opportunityOf().title })).toBeInTheDocument();
    const change = within(await table('Values to set')).getAllByRole('row')[1];
    expect(change).toHaveTextContent('server requests.cpu 2 640m'.replaceAll(' ', ''));
  });

  it('shows the saving as a range, and that the realisable one is not known yet', async () => {
    render({ '/opportunities/opp-cart-cpu': opportunityOf() });
    const saving = await table('Saving per month: most likely value, bounds in brackets');
    expect(within(saving).getByText('$121 ($96.40 – $145)')).toBeInTheDocument();
    expect(within(saving).getByText('5.4 kgCO₂e (4.32 kgCO₂e – 6.48 kgCO₂e)')).toBeInTheDocument();
    expect(within(saving).getAllByText('not simulated yet')).toHaveLength(3);
  });

  it('shows where each fact comes from, and who wrote the text', async () => {
    render({ '/opportunities/opp-cart-cpu': opportunityOf() });
    const evidence = await table('Facts this rests on');
    expect(within(evidence).getByText('556m')).toBeInTheDocument();
    expect(within(evidence).getByText('measured: cAdvisor, 2026-11-21 10:00 UTC')).toBeInTheDocument();
    expect(screen.getByText(/^Text written from a template/)).toBeInTheDocument();
  });

  it('says a risk once, also where engine and text name the same', async () => {
    render({ '/opportunities/opp-cart-cpu': opportunityOf() });
    await table('Values to set');
    expect(screen.getAllByText('All but its rarest bursts stay within the new request')).toHaveLength(1);
  });

  it('says that a finding which is gone is gone', async () => {
    render({});
    expect(await screen.findByText('Could not load the opportunity')).toBeInTheDocument();
    expect(screen.getByText('Nothing at /opportunities/opp-cart-cpu.')).toBeInTheDocument();
  });
});
