import { Container, Flex, Header } from '@backstage/ui';
import type { ClusterReportView, ClusterView, GreenOpsClient } from '@greenops/core/api';
import { useCallback } from 'react';
import { useParams } from 'react-router-dom';
import { useAnswer } from '../data/useAnswer';
import { ClusterTotals } from '../overview/ClusterTotals';
import { Answered } from '../states/Answered';
import { ClusterNotes } from '../states/ClusterNotes';
import { DemoBanner } from '../states/DemoBanner';
import { EmptyNote } from '../states/EmptyNote';
import { ClusterReport } from './ClusterReport';

interface ClusterAnswer {
  readonly cluster: ClusterView | undefined;
  /** `null` before the first scan. */
  readonly report: ClusterReportView | null;
}

/** A cluster that nobody knows is asked for all the same: the backend's answer says what to do. */
async function askCluster(api: GreenOpsClient, id: string, signal: AbortSignal): Promise<ClusterAnswer> {
  const cluster = (await api.clusters(signal)).items.find(one => one.id === id);
  const report = cluster?.lastScanAt === null ? null : await api.clusterReport(id, signal);
  return { cluster, report };
}

/** One cluster as a whole: what its nodes take, which of them can go, what is coming. */
export function ClusterPage() {
  const { id = '' } = useParams();
  const answer = useAnswer(
    useCallback((api: GreenOpsClient, signal: AbortSignal) => askCluster(api, id, signal), [id]),
  );
  return (
    <>
      <Header title={answer.state === 'ready' ? (answer.value.cluster?.name ?? id) : 'Cluster'} />
      <Container>
        <Answered answer={answer} what="the cluster">
          {({ cluster, report }) => (
            <Flex direction="column" gap="4" pb="6">
              {cluster && <ClusterHead cluster={cluster} />}
              {report === null ? (
                <EmptyNote title="No scan has finished yet">
                  The first scan reads the history of the cluster; what it says appears here when it is done.
                </EmptyNote>
              ) : (
                <ClusterReport report={report} />
              )}
            </Flex>
          )}
        </Answered>
      </Container>
    </>
  );
}

const ClusterHead = ({ cluster }: { cluster: ClusterView }) => (
  <>
    <DemoBanner clusters={cluster.demo ? [cluster.name] : []} />
    <ClusterNotes clusters={[cluster]} />
    <ClusterTotals clusters={[cluster]} />
  </>
);
