import { useEntity } from '@backstage/plugin-catalog-react';
import { Container, Flex, Text } from '@backstage/ui';
import { OpportunityTable } from '../opportunities/OpportunityTable';
import { Answered } from '../states/Answered';
import { DemoBanner } from '../states/DemoBanner';
import { EmptyNote } from '../states/EmptyNote';
import { WorkloadTable } from '../workloads/WorkloadTable';
import { EntityTotals } from './EntityTotals';
import { MissingAnnotation } from './MissingAnnotation';
import { type EntityFindings, useEntityFindings } from './useEntityFindings';
import { type EntityWorkloads, workloadQueryOfEntity } from './workloadQueryOfEntity';

/** The GreenOps tab of a catalog entity. */
export function EntityContent() {
  const query = workloadQueryOfEntity(useEntity().entity);
  return <Container>{query === null ? <MissingAnnotation /> : <Findings query={query} />}</Container>;
}

function Findings({ query }: { query: EntityWorkloads }) {
  const answer = useEntityFindings(query);
  return (
    <Answered answer={answer} what="this entity's workloads">
      {findings => <FindingsContent {...findings} />}
    </Answered>
  );
}

function FindingsContent({ workloads, opportunities }: EntityFindings) {
  if (workloads.total === 0) {
    return (
      <EmptyNote title="No workload carries this entity's annotations">
        Either its clusters have not been scanned yet, or no workload has the labels and namespace that the
        annotations name.
      </EmptyNote>
    );
  }
  const demoClusters = workloads.items.filter(({ demo }) => demo).map(({ clusterId }) => clusterId);
  const clusterIds = new Map(workloads.items.map(({ clusterId }) => [clusterId, clusterId]));
  return (
    <Flex direction="column" gap="4" pb="6">
      <DemoBanner clusters={[...new Set(demoClusters)]} />
      <EntityTotals workloads={workloads.items} />
      <Text as="h2" variant="title-x-small">
        Opportunities
      </Text>
      <OpportunityTable
        opportunities={opportunities.items}
        clusterNames={clusterIds}
        empty={
          <EmptyNote title="Nothing to save here">These workloads are sized to what they use.</EmptyNote>
        }
      />
      <Text as="h2" variant="title-x-small">
        Workloads
      </Text>
      <WorkloadTable workloads={workloads.items} />
    </Flex>
  );
}
