import { Badge, Stack, Text, TextLink } from '@grafana/ui';
import {
  authorText,
  includedText,
  opportunityTypeLabel,
  type OpportunityView,
  subjectText,
} from '@greenops/core/api';
import { formatMoment, formatRatio, ratio, unixSecondsFromDate } from '@greenops/core/model';
import { Secondary } from '../elements/Secondary.tsx';
import { Section } from '../elements/Section.tsx';
import { pagePaths } from '../pluginId.ts';
import { ChangeTable } from './ChangeTable.tsx';
import { EvidenceTable } from './EvidenceTable.tsx';
import { RiskBadge } from './RiskBadge.tsx';
import { SavingTable } from './SavingTable.tsx';
import { TextList } from './TextList.tsx';

const moment = (iso: string) => formatMoment(unixSecondsFromDate(new Date(iso)));

/** Everything that is known of one opportunity, in the order in which a person decides. */
export function OpportunityDetails({ opportunity }: { opportunity: OpportunityView }) {
  const { recommendation, risk, confidence } = opportunity;
  const included = includedText(opportunity);
  return (
    <Stack direction="column" gap={3}>
      <Stack direction="column" gap={1}>
        <Stack direction="row" gap={1} wrap="wrap" alignItems="center">
          <Badge color="blue" text={opportunityTypeLabel(opportunity.type)} />
          <RiskBadge level={risk.level} />
          <Badge color="darkgrey" text={`${formatRatio(ratio(confidence.score))} confidence`} />
          {opportunity.demo && <Badge color="purple" text="Demo data" />}
        </Stack>
        <Text element="p">{opportunity.summary}</Text>
        {included !== null && <Secondary>{included}</Secondary>}
        {opportunity.workloadId === null ? (
          <Text>{subjectText(opportunity)}</Text>
        ) : (
          <TextLink href={pagePaths.workload(opportunity.workloadId)}>{subjectText(opportunity)}</TextLink>
        )}
      </Stack>

      <Section title="Change">
        <ChangeTable changes={opportunity.changes} />
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
        <EvidenceTable evidence={opportunity.evidence} />
        <Secondary>
          Seen from {moment(opportunity.windowStart)} to {moment(opportunity.windowEnd)}, judged by policy{' '}
          {opportunity.policyId}
        </Secondary>
      </Section>
      <Section title="Steps">
        <TextList items={recommendation.steps} none="There is nothing to do." ordered />
      </Section>
      {recommendation.watchAfterwards.length > 0 && (
        <Section title="Watch afterwards">
          <TextList items={recommendation.watchAfterwards} none="" />
        </Section>
      )}
      <Secondary>{authorText(recommendation.author)}</Secondary>
    </Stack>
  );
}
