import { PluginPage } from '@grafana/runtime';
import { Combobox, EmptyState, InlineField, Stack } from '@grafana/ui';
import type { ClusterView } from '@greenops/core/api';
import { useCallback } from 'react';
import { z } from 'zod';
import { useClient } from '../connection/ClientContext.tsx';
import { useUrlFilter } from '../filters/useUrlFilter.ts';
import { Totals } from '../opportunities/Totals.tsx';
import { Answered } from '../states/Answered.tsx';
import { ClusterNotes } from '../states/ClusterNotes.tsx';
import { DemoBanner } from '../states/DemoBanner.tsx';
import { useAnswer } from '../states/useAnswer.ts';
import { ClusterReport } from './ClusterReport.tsx';

const clusterFilterSchema = z.object({ cluster: z.string().optional() });

/** One cluster as a whole: what its nodes take, which of them can go, what is coming. */
export function ClustersPage() {
  const client = useClient();
  const [{ cluster: chosen }, setFilter] = useUrlFilter(clusterFilterSchema);
  const clusters = useAnswer(useCallback(signal => client.clusters(signal), [client]));
  return (
    <PluginPage subTitle="What the nodes take, which of them can go, and what is coming">
      <Answered answer={clusters} what="the clusters">
        {({ items }) => {
          const shown = items.find(({ id }) => id === chosen) ?? items[0];
          return shown === undefined ? (
            <EmptyState variant="not-found" message="No cluster is connected yet">
              Add a cluster to the GreenOps backend; it appears here after its first scan.
            </EmptyState>
          ) : (
            <Stack direction="column" gap={2}>
              {items.length > 1 && (
                <InlineField label="Cluster" htmlFor="cluster">
                  <Combobox
                    id="cluster"
                    width={32}
                    options={items.map(({ id, name }) => ({ value: id, label: name }))}
                    value={shown.id}
                    onChange={({ value }) => setFilter({ cluster: value })}
                  />
                </InlineField>
              )}
              <Cluster key={shown.id} cluster={shown} />
            </Stack>
          );
        }}
      </Answered>
    </PluginPage>
  );
}

function Cluster({ cluster }: { cluster: ClusterView }) {
  return (
    <Stack direction="column" gap={3}>
      <DemoBanner clusters={cluster.demo ? [cluster.name] : []} />
      <ClusterNotes clusters={[cluster]} />
      <Totals clusters={[cluster]} />
      {cluster.lastScanAt === null ? (
        <EmptyState variant="not-found" message="No scan has finished yet">
          The first scan reads the history of the cluster; what it says appears here when it is done.
        </EmptyState>
      ) : (
        <Report clusterId={cluster.id} />
      )}
    </Stack>
  );
}

function Report({ clusterId }: { clusterId: string }) {
  const client = useClient();
  const report = useAnswer(
    useCallback(signal => client.clusterReport(clusterId, signal), [client, clusterId]),
  );
  return (
    <Answered answer={report} what="the report on the cluster">
      {value => <ClusterReport report={value} />}
    </Answered>
  );
}
