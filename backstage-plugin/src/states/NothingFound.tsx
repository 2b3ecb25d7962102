import { type ClusterView, notJudgedTexts } from '@greenops/core/api';
import { EmptyNote } from './EmptyNote';

interface NothingFoundProps {
  readonly clusters: readonly ClusterView[];
  readonly isFiltered: boolean;
}

/** Why the list is empty decides what the reader does next. */
export function NothingFound({ clusters, isFiltered }: NothingFoundProps) {
  if (isFiltered) {
    return <EmptyNote title="No opportunity fits these filters">Clear a filter to see others.</EmptyNote>;
  }
  if (clusters.length === 0) {
    return (
      <EmptyNote title="No cluster is connected yet">
        Add a cluster under greenops.clusters in the backend&apos;s app-config; it appears here after its
        first scan.
      </EmptyNote>
    );
  }
  if (clusters.every(({ lastScanAt }) => lastScanAt === null)) {
    return (
      <EmptyNote title="No scan has finished yet">
        The first scan reads the history of the cluster; its findings appear here when it is done.
      </EmptyNote>
    );
  }
  const notJudged = notJudgedTexts(clusters);
  if (notJudged.length > 0) {
    return (
      <EmptyNote title="Nothing to change in what could be judged">
        Not everything could: {notJudged.join('; ')}.
      </EmptyNote>
    );
  }
  return (
    <EmptyNote title="Nothing to save here">
      Every workload that could be judged is sized to what it uses.
    </EmptyNote>
  );
}
