import { EmptyState, Stack, TextLink } from '@grafana/ui';
import {
  type ClusterView,
  notJudgedTexts,
  type OpportunityPage,
  type OpportunityView,
} from '@greenops/core/api';
import { useMemo } from 'react';
import { ShownCount } from '../filters/ShownCount.tsx';
import { contains } from '../filters/searchFilter.ts';
import { pagePaths } from '../pluginId.ts';
import { useNarrow } from '../states/useNarrow.ts';
import { OpportunityTable } from './OpportunityTable.tsx';

interface OpportunityListProps {
  readonly page: OpportunityPage;
  /** The search word. */
  readonly word: string | undefined;
  readonly clusters: readonly ClusterView[];
  readonly isFiltered: boolean;
  readonly hrefOf: (opportunity: OpportunityView) => string;
}

export function OpportunityList({ page, word, clusters, isFiltered, hrefOf }: OpportunityListProps) {
  const narrow = useNarrow();
  const fitting = useMemo(
    () => page.items.filter(({ title, namespace, name }) => contains(word, title, namespace, name)),
    [page, word],
  );
  if (fitting.length === 0) return <NothingFound clusters={clusters} isFiltered={isFiltered} />;
  return (
    <Stack direction="column" gap={1}>
      <ShownCount
        shown={fitting.length}
        given={page.items.length}
        total={page.total}
        one="opportunity"
        many="opportunities"
        firstBy="with the largest saving"
      />
      <OpportunityTable
        opportunities={fitting}
        hrefOf={hrefOf}
        showCluster={clusters.length > 1}
        narrow={narrow}
      />
    </Stack>
  );
}

/** Why the list is empty decides what the reader does next. */
function NothingFound({ clusters, isFiltered }: Pick<OpportunityListProps, 'clusters' | 'isFiltered'>) {
  if (isFiltered) {
    return (
      <EmptyState variant="not-found" message="No opportunity fits these filters">
        Clear a filter to see others.
      </EmptyState>
    );
  }
  if (clusters.length === 0) {
    return (
      <EmptyState variant="call-to-action" message="No cluster is connected yet">
        Add a cluster to the GreenOps backend&apos;s configuration; it appears here after its first scan. See{' '}
        <TextLink href={pagePaths.configuration} inline>
          Configuration
        </TextLink>{' '}
        for the backend this app talks to.
      </EmptyState>
    );
  }
  if (clusters.every(({ lastScanAt }) => lastScanAt === null)) {
    return (
      <EmptyState variant="not-found" message="No scan has finished yet">
        The first scan reads the history of the cluster; its findings appear here when it is done.
      </EmptyState>
    );
  }
  const notJudged = notJudgedTexts(clusters);
  if (notJudged.length > 0) {
    return (
      <EmptyState variant="not-found" message="Nothing to change in what could be judged">
        Not everything could: {notJudged.join('; ')}.
      </EmptyState>
    );
  }
  return (
    <EmptyState variant="completed" message="Nothing to save here">
      Every workload that could be judged is sized to what it uses.
    </EmptyState>
  );
}
