import { Grid } from '@backstage/ui';
import { clusterTotals, type ClusterView } from '@greenops/core/api';
import { Total } from '../elements/Total';

/** What the clusters cost, draw and emit, and what of that could go. */
export const ClusterTotals = ({ clusters }: { clusters: readonly ClusterView[] }) => (
  <Grid.Root columns={{ initial: '2', md: '4' }} gap="3">
    {clusterTotals(clusters).map(total => (
      <Total key={total.label} {...total} />
    ))}
  </Grid.Root>
);
