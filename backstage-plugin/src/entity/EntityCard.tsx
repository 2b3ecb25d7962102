import { useEntity } from '@backstage/plugin-catalog-react';
import { Card, CardBody, CardHeader, Flex, Text } from '@backstage/ui';
import { NOT_KNOWN, sumKnown } from '@greenops/core/api';
import { formatCarbon, formatUsd, gramsCO2e, usd } from '@greenops/core/model';
import { Answered } from '../states/Answered';
import { MissingAnnotation } from './MissingAnnotation';
import { type EntityFindings, useEntityFindings } from './useEntityFindings';
import { type EntityWorkloads, workloadQueryOfEntity } from './workloadQueryOfEntity';

/** The GreenOps card on an entity's overview: the three figures a team wants first. */
export function EntityCard() {
  const query = workloadQueryOfEntity(useEntity().entity);
  return (
    <Card>
      <CardHeader>GreenOps</CardHeader>
      <CardBody>{query === null ? <MissingAnnotation /> : <Summary query={query} />}</CardBody>
    </Card>
  );
}

function Summary({ query }: { query: EntityWorkloads }) {
  const answer = useEntityFindings(query);
  return (
    <Answered answer={answer} what="this entity's workloads">
      {findings => <SummaryText {...findings} />}
    </Answered>
  );
}

function SummaryText({ workloads, opportunities }: EntityFindings) {
  const cost = sumKnown(workloads.items.map(({ footprint }) => footprint?.usdPerMonth ?? null)).value;
  const carbon = sumKnown(workloads.items.map(({ footprint }) => footprint?.gramsCO2ePerMonth ?? null)).value;
  const saving = sumKnown(workloads.items.map(({ savingUsdPerMonth }) => savingUsdPerMonth)).value;
  return (
    <Flex direction="column" gap="1">
      <Text>{cost === null ? `Cost ${NOT_KNOWN}` : `${formatUsd(usd(cost))} per month`}</Text>
      <Text>{carbon === null ? `Carbon ${NOT_KNOWN}` : `${formatCarbon(gramsCO2e(carbon))} per month`}</Text>
      <Text>
        {opportunities.total} {opportunities.total === 1 ? 'opportunity' : 'opportunities'}
        {saving !== null && opportunities.total > 0 ? `, ${formatUsd(usd(saving))} per month` : ''}
      </Text>
      {workloads.items.some(({ demo }) => demo) && (
        <Text color="secondary">Demo data: a generated cluster, not yours</Text>
      )}
    </Flex>
  );
}
