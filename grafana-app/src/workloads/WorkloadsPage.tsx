import { PluginPage } from '@grafana/runtime';
import { EmptyState, Stack } from '@grafana/ui';
import type { WorkloadPage } from '@greenops/core/api';
import { useCallback, useMemo } from 'react';
import { useClient } from '../connection/ClientContext.tsx';
import { Secondary } from '../elements/Secondary.tsx';
import { FilterBar } from '../filters/FilterBar.tsx';
import { isFiltering, useUrlFilter } from '../filters/useUrlFilter.ts';
import { Answered } from '../states/Answered.tsx';
import { DemoBanner } from '../states/DemoBanner.tsx';
import { useNarrow } from '../states/useNarrow.ts';
import { latestValue, useAnswer } from '../states/useAnswer.ts';
import { workloadFilterSchema } from './workloadFilter.ts';
import { WorkloadTable } from './WorkloadTable.tsx';

const LIMIT = 500;

export function WorkloadsPage() {
  const client = useClient();
  const [filter, setFilter] = useUrlFilter(workloadFilterSchema);
  const clusters = useAnswer(useCallback(signal => client.clusters(signal), [client]));
  const page = useAnswer(
    useCallback(
      signal => client.workloads({ ...filter, sort: '-cost', limit: LIMIT }, signal),
      [client, filter],
    ),
  );
  const knownClusters = latestValue(clusters)?.items ?? [];
  const shown = latestValue(page)?.items;
  const namespaces = useMemo(() => [...new Set(shown?.map(({ namespace }) => namespace))].sort(), [shown]);
  const demoClusters = knownClusters.filter(({ demo }) => demo).map(({ name }) => name);

  return (
    <PluginPage subTitle="What each workload costs, draws and emits per month">
      <Stack direction="column" gap={2}>
        <DemoBanner clusters={demoClusters} />
        <FilterBar
          clusters={knownClusters}
          namespaces={namespaces}
          filter={filter}
          onChange={setFilter}
          nothing={{}}
        />
        <Answered answer={page} what="the workloads">
          {value => <WorkloadList page={value} isFiltered={isFiltering(filter)} />}
        </Answered>
      </Stack>
    </PluginPage>
  );
}

function WorkloadList({ page, isFiltered }: { page: WorkloadPage; isFiltered: boolean }) {
  const narrow = useNarrow();
  if (page.items.length === 0) {
    return isFiltered ? (
      <EmptyState variant="not-found" message="No workload fits these filters" />
    ) : (
      <EmptyState variant="not-found" message="No workload has been seen yet">
        Workloads appear after the first scan of a cluster.
      </EmptyState>
    );
  }
  return (
    <Stack direction="column" gap={1}>
      <Secondary>
        {page.nextCursor === null
          ? `${page.total} ${page.total === 1 ? 'workload' : 'workloads'}`
          : `The ${page.items.length} that cost most of ${page.total}; filter to see the others`}
      </Secondary>
      <WorkloadTable workloads={page.items} narrow={narrow} />
    </Stack>
  );
}
