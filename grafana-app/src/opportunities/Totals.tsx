import { Grid } from '@grafana/ui';
import { clusterTotals, type ClusterView } from '@greenops/core/api';
import { Total } from '../elements/Total.tsx';

/** What the chosen clusters cost, draw and emit, and what of that could go. */
export function Totals({ clusters }: { clusters: readonly ClusterView[] }) {
  const totals = clusterTotals(clusters);
  return (
    <Grid columns={{ xs: 2, lg: 4 }} gap={2}>
      {totals.map((total, index) => (
        <Total key={total.label} {...total} emphasised={index === totals.length - 1} />
      ))}
    </Grid>
  );
}
