import { PluginPage } from '@grafana/runtime';
import { EmptyState, Stack } from '@grafana/ui';
import type { WorkloadPage } from '@greenops/core/api';
import { useCallback, useMemo } from 'react';
import { useClient } from '../connection/ClientContext.tsx';
import { FilterBar } from '../filters/FilterBar.tsx';
import { ShownCount } from '../filters/ShownCount.tsx';
import { contains } from '../filters/searchFilter.ts';
import { isFiltering, useUrlFilter } from '../filters/useUrlFilter.ts';
import { Answered } from '../states/Answered.tsx';
import { DemoBanner } from '../states/DemoBanner.tsx';
import { latestValue, useAnswer } from '../states/useAnswer.ts';
import { useNarrow } from '../states/useNarrow.ts';
import { WorkloadTable } from './WorkloadTable.tsx';
import { workloadFilterSchema } from './workloadFilter.ts';

const LIMIT = 500;

export function WorkloadsPage() {
  const client = useClient();
  const [filter, setFilter] = useUrlFilter(workloadFilterSchema);
  const { cluster, namespace } = filter;
  const clusters = useAnswer(useCallback(signal => client.clusters(signal), [client]));
  const page = useAnswer(
    useCallback(
      signal => client.workloads({ cluster, namespace, sort: '-cost', limit: LIMIT }, signal),
      [client, cluster, namespace],
    ),
  );
  const knownClusters = latestValue(clusters)?.items ?? [];
  const shown = latestValue(page)?.items;
  const namespaces = useMemo(() => [...new Set(shown?.map(item => item.namespace))].sort(), [shown]);
  const demoClusters = knownClusters.filter(({ demo }) => demo).map(({ name }) => name);

  return (
    <PluginPage subTitle="What each workload costs, draws and emits per month">
      <Stack direction="column" gap={2}>
        <DemoBanner clusters={demoClusters} />
        {/* Which clusters are generated must be known before their figures are shown. */}
        <Answered answer={clusters} what="the clusters">
          {({ items }) => (
            <Stack direction="column" gap={2}>
              <FilterBar
                clusters={items}
                namespaces={namespaces}
                filter={filter}
                onChange={setFilter}
                nothing={{}}
              />
              <Answered answer={page} what="the workloads">
                {value => <WorkloadList page={value} word={filter.q} isFiltered={isFiltering(filter)} />}
              </Answered>
            </Stack>
          )}
        </Answered>
      </Stack>
    </PluginPage>
  );
}

interface WorkloadListProps {
  readonly page: WorkloadPage;
  readonly word: string | undefined;
  readonly isFiltered: boolean;
}

function WorkloadList({ page, word, isFiltered }: WorkloadListProps) {
  const narrow = useNarrow();
  const fitting = useMemo(
    () => page.items.filter(({ name, namespace }) => contains(word, name, namespace)),
    [page, word],
  );
  if (fitting.length === 0) {
    return isFiltered ? (
      <EmptyState variant="not-found" message="No workload fits these filters">
        Clear a filter to see others.
      </EmptyState>
    ) : (
      <EmptyState variant="not-found" message="No workload has been seen yet">
        Workloads appear after the first scan of a cluster.
      </EmptyState>
    );
  }
  return (
    <Stack direction="column" gap={1}>
      <ShownCount
        shown={fitting.length}
        given={page.items.length}
        total={page.total}
        one="workload"
        many="workloads"
        firstBy="that cost most"
      />
      <WorkloadTable workloads={fitting} narrow={narrow} />
    </Stack>
  );
}
