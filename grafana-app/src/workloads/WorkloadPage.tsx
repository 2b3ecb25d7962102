import { getDataSourceSrv, PluginPage } from '@grafana/runtime';
import { UrlSyncContextProvider } from '@grafana/scenes';
import { Stack } from '@grafana/ui';
import type { OpportunityView, WorkloadDetailView } from '@greenops/core/api';
import { useCallback, useMemo } from 'react';
import { useParams } from 'react-router-dom';
import { useClient } from '../connection/ClientContext.tsx';
import { Secondary } from '../elements/Secondary.tsx';
import { Section } from '../elements/Section.tsx';
import { OpportunityTable } from '../opportunities/OpportunityTable.tsx';
import { pagePaths } from '../pluginId.ts';
import { Answered } from '../states/Answered.tsx';
import { DemoBanner } from '../states/DemoBanner.tsx';
import { useAnswer } from '../states/useAnswer.ts';
import { useNarrow } from '../states/useNarrow.ts';
import { ContainerTable } from './ContainerTable.tsx';
import { MissingPrometheus } from './MissingPrometheus.tsx';
import { WorkloadTotals } from './WorkloadTotals.tsx';
import { workloadScene } from './workloadScene.ts';

export function WorkloadPage() {
  const client = useClient();
  const { workloadId = '' } = useParams();
  const workload = useAnswer(
    useCallback(signal => client.workload(workloadId, signal), [client, workloadId]),
  );
  const known = workload.state === 'ready' ? workload.value : undefined;
  return (
    <PluginPage
      pageNav={{
        text: known?.name ?? 'Workload',
        ...(known && { subTitle: `${known.kind} in ${known.namespace}, cluster ${known.clusterId}` }),
        parentItem: { text: 'Workloads', url: pagePaths.workloads },
      }}
    >
      <Answered answer={workload} what="the workload">
        {value => <Workload workload={value} />}
      </Answered>
    </PluginPage>
  );
}

const hrefOf = ({ id }: OpportunityView) => pagePaths.opportunity(id);

function Workload({ workload }: { workload: WorkloadDetailView }) {
  const narrow = useNarrow();
  const hasPrometheus = getDataSourceSrv().getList({ type: 'prometheus' }).length > 0;
  const scene = useMemo(() => workloadScene(workload, hasPrometheus), [workload, hasPrometheus]);
  return (
    <Stack direction="column" gap={3}>
      {workload.demo && <DemoBanner clusters={[workload.clusterId]} />}
      <WorkloadTotals workload={workload} />
      <UrlSyncContextProvider scene={scene}>
        <scene.Component model={scene} />
      </UrlSyncContextProvider>
      {!hasPrometheus && <MissingPrometheus />}
      <Section title="Containers">
        <ContainerTable containers={workload.containers} />
      </Section>
      <Section title="Opportunities">
        {workload.opportunityList.length === 0 ? (
          <Secondary>
            Nothing to change: this workload is sized to what it uses, or could not be judged yet.
          </Secondary>
        ) : (
          <OpportunityTable
            opportunities={workload.opportunityList}
            hrefOf={hrefOf}
            showCluster={false}
            narrow={narrow}
          />
        )}
      </Section>
    </Stack>
  );
}
