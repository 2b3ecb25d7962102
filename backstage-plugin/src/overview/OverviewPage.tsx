import { useRouteRef } from '@backstage/frontend-plugin-api';
import { Container, Flex, Header, Link, Text } from '@backstage/ui';
import { type ClusterView, type GreenOpsClient, momentText, type OpportunityPage } from '@greenops/core/api';
import { useMemo } from 'react';
import { useAnswer } from '../data/useAnswer';
import { OpportunityFilters } from '../opportunities/OpportunityFilters';
import { OpportunityTable } from '../opportunities/OpportunityTable';
import { fitsFilter } from '../opportunities/fitsFilter';
import { useUrlFilter } from '../opportunities/useUrlFilter';
import { clusterRouteRef } from '../routes';
import { Answered } from '../states/Answered';
import { ClusterNotes } from '../states/ClusterNotes';
import { DemoBanner } from '../states/DemoBanner';
import { NothingFound } from '../states/NothingFound';
import { ClusterTotals } from './ClusterTotals';

interface Overview {
  readonly clusters: readonly ClusterView[];
  readonly page: OpportunityPage;
}

/** The most the API gives at once; beyond it the reader is told so and narrows the list. */
const MOST = 500;

async function askOverview(api: GreenOpsClient, signal: AbortSignal): Promise<Overview> {
  const [clusters, page] = await Promise.all([
    api.clusters(signal),
    api.opportunities({ limit: MOST }, signal),
  ]);
  return { clusters: clusters.items, page };
}

/** All clusters: what they cost and emit, and what to change. */
export function OverviewPage() {
  const answer = useAnswer(askOverview);
  return (
    <>
      <Header
        title="GreenOps"
        description="What to change, what it saves in money and carbon, and how sure that is."
      />
      <Container>
        <Answered answer={answer} what="the opportunities">
          {overview => <OverviewContent {...overview} />}
        </Answered>
      </Container>
    </>
  );
}

function OverviewContent({ clusters, page }: Overview) {
  const [filter, setFilter] = useUrlFilter();
  const fitting = useMemo(() => page.items.filter(item => fitsFilter(item, filter)), [page, filter]);
  const namespaces = useMemo(
    () => [...new Set(page.items.map(({ namespace }) => namespace))].sort((a, b) => a.localeCompare(b)),
    [page],
  );
  const clusterNames = useMemo(() => new Map(clusters.map(({ id, name }) => [id, name])), [clusters]);
  const isFiltered = Object.values(filter).some(value => value !== undefined);
  return (
    <Flex direction="column" gap="4" pb="6">
      <DemoBanner clusters={clusters.filter(({ demo }) => demo).map(({ name }) => name)} />
      <ClusterNotes clusters={clusters} />
      <ClusterTotals clusters={clusters} />
      <LastScans clusters={clusters} />
      <OpportunityFilters filter={filter} onChange={setFilter} clusters={clusters} namespaces={namespaces} />
      {page.total > page.items.length && (
        <Text color="secondary">
          The {page.items.length} opportunities with the largest saving, of {page.total} in all.
        </Text>
      )}
      <OpportunityTable
        opportunities={fitting}
        clusterNames={clusterNames}
        empty={<NothingFound clusters={clusters} isFiltered={isFiltered} />}
      />
    </Flex>
  );
}

/** The way to each cluster's own page, with what its last scan saw. */
function LastScans({ clusters }: { clusters: readonly ClusterView[] }) {
  const linkTo = useRouteRef(clusterRouteRef);
  return (
    <Flex gap="3" style={{ flexWrap: 'wrap' }}>
      {clusters.map(({ id, name, lastScanAt, workloads, containers, nodes }) => (
        <Text key={id} color="secondary" variant="body-small">
          <Link href={linkTo?.({ id }) ?? ''} variant="body-small">
            {name}
          </Link>
          {`: ${workloads} workloads, ${containers} containers on ${nodes} ${nodes === 1 ? 'node' : 'nodes'}, ${
            lastScanAt === null ? 'not scanned yet' : `scanned ${momentText(lastScanAt)}`
          }`}
        </Text>
      ))}
    </Flex>
  );
}
