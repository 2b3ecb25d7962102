import { EntityProvider } from '@backstage/plugin-catalog-react';
import { screen } from '@testing-library/react';
import { opportunityOf, workloadOf } from '../../testing/answers';
import { renderWithBackend } from '../../testing/renderWithBackend';
import { EntityCard } from './EntityCard';
import { EntityContent } from './EntityContent';

const pageOf = (items: readonly unknown[]) => ({ items, total: items.length, nextCursor: null });

const entity = (annotations: Record<string, string>) => ({
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: { name: 'cart', annotations },
});

const cart = entity({ 'backstage.io/kubernetes-id': 'cart', 'backstage.io/kubernetes-namespace': 'shop' });
const answers = { '/workloads': pageOf([workloadOf()]), '/opportunities': pageOf([opportunityOf()]) };

describe('EntityContent', () => {
  it('asks for the workloads that the annotations name, and shows them with their findings', async () => {
    const backend = renderWithBackend(
      <EntityProvider entity={cart}>
        <EntityContent />
      </EntityProvider>,
      answers,
    );
    expect(await screen.findByRole('link', { name: /Lower the CPU request/ })).toBeInTheDocument();
    expect(screen.getByRole('link', { name: 'shop/cart' })).toBeInTheDocument();
    expect(screen.getByText('in 1 workload')).toBeInTheDocument();
    expect(backend.asked).toEqual(
      ['/workloads', '/opportunities'].map(
        path => `${path}?namespace=shop&labelSelector=backstage.io%2Fkubernetes-id%3Dcart&limit=500`,
      ),
    );
  });

  it('names the annotations where none is there, and asks for nothing', () => {
    const backend = renderWithBackend(
      <EntityProvider entity={entity({})}>
        <EntityContent />
      </EntityProvider>,
      answers,
    );
    expect(screen.getByText('Nothing ties this entity to a workload')).toBeInTheDocument();
    expect(screen.getByText('backstage.io/kubernetes-id')).toBeInTheDocument();
    expect(backend.asked).toEqual([]);
  });

  it('says when the annotations match nothing', async () => {
    renderWithBackend(
      <EntityProvider entity={cart}>
        <EntityContent />
      </EntityProvider>,
      { '/workloads': pageOf([]), '/opportunities': pageOf([]) },
    );
    expect(await screen.findByText("No workload carries this entity's annotations")).toBeInTheDocument();
  });

  it('marks demo data', async () => {
    renderWithBackend(
      <EntityProvider entity={cart}>
        <EntityContent />
      </EntityProvider>,
      { ...answers, '/workloads': pageOf([workloadOf({ demo: true, clusterId: 'demo-shop' })]) },
    );
    expect(await screen.findByText(/demo-shop is generated/)).toBeInTheDocument();
  });
});

describe('EntityCard', () => {
  it('gives the three figures a team wants first', async () => {
    renderWithBackend(
      <EntityProvider entity={cart}>
        <EntityCard />
      </EntityProvider>,
      answers,
    );
    expect(await screen.findByText('$140 per month')).toBeInTheDocument();
    expect(screen.getByText('6 kgCO₂e per month')).toBeInTheDocument();
    expect(screen.getByText('1 opportunity, $121 per month')).toBeInTheDocument();
  });
});
