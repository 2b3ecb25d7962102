import { useRouteRef } from '@backstage/frontend-plugin-api';
import { Badge, Container, Flex, Header, Link, Text } from '@backstage/ui';
import {
  authorText,
  type GreenOpsClient,
  momentText,
  includedText,
  opportunityTypeLabel,
  type OpportunityView,
  subjectText,
} from '@greenops/core/api';
import { formatRatio, ratio } from '@greenops/core/model';
import { useCallback } from 'react';
import { useParams } from 'react-router-dom';
import { useAnswer } from '../data/useAnswer';
import { FactTable } from '../elements/FactTable';
import { RiskBadge } from '../elements/RiskBadge';
import { Section } from '../elements/Section';
import { TextList } from '../elements/TextList';
import { workloadRouteRef } from '../routes';
import { Answered } from '../states/Answered';
import { DemoBanner } from '../states/DemoBanner';
import { EvidenceTables } from './EvidenceTables';
import { SavingTable } from './SavingTable';

/** One finding with everything that is known of it. */
export function OpportunityPage() {
  const { id = '' } = useParams();
  const answer = useAnswer(
    useCallback((api: GreenOpsClient, signal: AbortSignal) => api.opportunity(id, signal), [id]),
  );
  return (
    <>
      <Header title={answer.state === 'ready' ? answer.value.title : 'Opportunity'} />
      <Container>
        <Answered answer={answer} what="the opportunity">
          {opportunity => <OpportunityDetails opportunity={opportunity} />}
        </Answered>
      </Container>
    </>
  );
}

/** In the order in which a person decides. */
export function OpportunityDetails({ opportunity }: { opportunity: OpportunityView }) {
  const { recommendation, risk, confidence, changes, evidence } = opportunity;
  const linkTo = useRouteRef(workloadRouteRef);
  const workloadLink = opportunity.workloadId === null ? undefined : linkTo?.({ id: opportunity.workloadId });
  const included = includedText(opportunity);
  return (
    <Flex direction="column" gap="4" pb="6">
      <DemoBanner clusters={opportunity.demo ? [opportunity.clusterId] : []} />
      <Flex gap="2" align="center" style={{ flexWrap: 'wrap' }}>
        <Badge size="small">{opportunityTypeLabel(opportunity.type)}</Badge>
        <RiskBadge level={risk.level} />
        <Badge size="small">{formatRatio(ratio(confidence.score))} confidence</Badge>
        {workloadLink === undefined ? (
          <Text>{subjectText(opportunity)}</Text>
        ) : (
          <Link href={workloadLink}>{subjectText(opportunity)}</Link>
        )}
      </Flex>
      <Text as="p">{opportunity.summary}</Text>
      {included !== null && (
        <Text as="p" color="secondary">
          {included}
        </Text>
      )}

      <Section title="Change">
        <FactTable
          caption="Values to set"
          header={['Container', 'Field', 'Today', 'Set to']}
          rows={changes.map(({ container, target, from, to }) => ({
            key: `${container ?? ''}/${target}`,
            cells: [
              container ?? '(workload)',
              <code>{target}</code>,
              from ?? 'not set',
              <strong>{to}</strong>,
            ],
          }))}
        />
      </Section>
      <Section title="Saving per month">
        <SavingTable opportunity={opportunity} />
      </Section>
      <Section title="Risk">
        <TextList
          items={[...new Set([...risk.reasons, ...recommendation.risks])]}
          none="Nothing speaks against it."
        />
      </Section>
      <Section title="Confidence">
        <TextList items={confidence.reasons} none="No reason is given." />
      </Section>
      <Section title="Why">
        <TextList items={recommendation.why} none="No reason is given." />
      </Section>
      <Section title="Evidence">
        <EvidenceTables evidence={evidence} />
        <Text as="p" variant="body-small" color="secondary" style={{ marginTop: 12 }}>
          Seen from {momentText(opportunity.windowStart)} to {momentText(opportunity.windowEnd)}, judged by
          policy {opportunity.policyId}
        </Text>
      </Section>
      <Section title="Steps">
        <TextList items={recommendation.steps} none="There is nothing to do." ordered />
      </Section>
      {recommendation.watchAfterwards.length > 0 && (
        <Section title="Watch afterwards">
          <TextList items={recommendation.watchAfterwards} none="" />
        </Section>
      )}
      <Text variant="body-small" color="secondary">
        {authorText(recommendation.author)}
      </Text>
    </Flex>
  );
}
