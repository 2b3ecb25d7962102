import { Alert } from '@grafana/ui';

/** In the place of the Prometheus panels, so that nobody takes their absence for "no usage". */
export const MissingPrometheus = () => (
  <Alert severity="info" bottomSpacing={0} title="No Prometheus data source is configured here">
    With one, this page shows the same workload straight from Prometheus and its power from Kepler. An
    administrator adds it under Connections, Data sources.
  </Alert>
);
