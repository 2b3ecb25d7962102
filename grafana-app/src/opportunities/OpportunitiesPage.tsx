import { PluginPage } from '@grafana/runtime';
import { Stack } from '@grafana/ui';
import type { OpportunityView } from '@greenops/core/api';
import { useCallback, useMemo } from 'react';
import { useLocation, useNavigate, useParams } from 'react-router-dom';
import { useClient } from '../connection/ClientContext.tsx';
import { FilterBar } from '../filters/FilterBar.tsx';
import { isFiltering, useUrlFilter } from '../filters/useUrlFilter.ts';
import { pagePaths } from '../pluginId.ts';
import { Answered } from '../states/Answered.tsx';
import { ClusterNotes } from '../states/ClusterNotes.tsx';
import { DemoBanner } from '../states/DemoBanner.tsx';
import { latestValue, useAnswer } from '../states/useAnswer.ts';
import { OpportunityDrawer } from './OpportunityDrawer.tsx';
import { OpportunityList } from './OpportunityList.tsx';
import { Totals } from './Totals.tsx';
import { TypeFilter } from './TypeFilter.tsx';
import { opportunityFilterSchema } from './opportunityFilter.ts';

/** As many as the API gives at once; the list says when there are more. */
const LIMIT = 500;

export function OpportunitiesPage() {
  const client = useClient();
  const navigate = useNavigate();
  const { search } = useLocation();
  const { opportunityId } = useParams();
  const [filter, setFilter] = useUrlFilter(opportunityFilterSchema);
  const { cluster, namespace, type, q } = filter;

  const clusters = useAnswer(useCallback(signal => client.clusters(signal), [client]));
  const page = useAnswer(
    useCallback(
      signal => client.opportunities({ cluster, namespace, type, limit: LIMIT }, signal),
      [client, cluster, namespace, type],
    ),
  );
  const knownClusters = latestValue(clusters)?.items;
  const shown = latestValue(page)?.items;
  const chosen = knownClusters?.filter(({ id }) => cluster === undefined || id === cluster) ?? [];
  const namespaces = useMemo(() => [...new Set(shown?.map(item => item.namespace))].sort(), [shown]);
  const hrefOf = useCallback(({ id }: OpportunityView) => `${pagePaths.opportunity(id)}${search}`, [search]);

  return (
    <PluginPage subTitle="What to change, what it saves per month, and how sure that is">
      <Stack direction="column" gap={2}>
        <DemoBanner clusters={chosen.filter(({ demo }) => demo).map(({ name }) => name)} />
        <ClusterNotes clusters={chosen} />
        <Answered answer={clusters} what="the clusters">
          {() => (chosen.length === 0 ? null : <Totals clusters={chosen} />)}
        </Answered>
        {knownClusters && knownClusters.length > 0 && (
          <FilterBar
            clusters={knownClusters}
            namespaces={namespaces}
            filter={filter}
            onChange={setFilter}
            nothing={{}}
          >
            <TypeFilter value={type} onChange={next => setFilter({ ...filter, type: next })} />
          </FilterBar>
        )}
        {/* Which clusters there are decides what an empty list means; if they fail, one failure is enough. */}
        {knownClusters && (
          <Answered answer={page} what="the opportunities">
            {value => (
              <OpportunityList
                page={value}
                word={q}
                clusters={knownClusters}
                isFiltered={isFiltering(filter)}
                hrefOf={hrefOf}
              />
            )}
          </Answered>
        )}
      </Stack>
      {opportunityId !== undefined && (
        <OpportunityDrawer
          id={opportunityId}
          known={shown?.find(({ id }) => id === opportunityId)}
          onClose={() => navigate(`${pagePaths.opportunities}${search}`)}
        />
      )}
    </PluginPage>
  );
}
