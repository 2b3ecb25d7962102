import { Stack } from '@grafana/ui';
import {
  asSentence,
  type ClusterReportView,
  consolidationTexts,
  type ConsolidationView,
  momentText,
} from '@greenops/core/api';
import { Secondary } from '../elements/Secondary.tsx';
import { Section } from '../elements/Section.tsx';
import { TextList } from '../opportunities/TextList.tsx';
import { BalanceBars } from './BalanceBars.tsx';
import { ForecastSection } from './ForecastSection.tsx';
import { NodeGrid } from './NodeGrid.tsx';
import { RulesOff } from './RulesOff.tsx';

/** What the last scan says of the cluster as a whole. */
export const ClusterReport = ({ report }: { report: ClusterReportView }) => (
  <Stack direction="column" gap={4}>
    <Section title="What the nodes take">
      <BalanceBars balance={report.balance} />
    </Section>
    <Section title="Nodes that can go">
      {report.consolidation === null ? (
        <Secondary>Not simulated: nobody says where any pod may run.</Secondary>
      ) : (
        <Consolidation consolidation={report.consolidation} />
      )}
    </Section>
    <Section title="What is coming">
      <ForecastSection forecasts={report.forecasts} />
    </Section>
    <Section title="What was not looked for">
      <RulesOff rules={report.rulesOff} />
    </Section>
    <Secondary>As of {momentText(report.observedAt)}. Amounts are per month of 730 h.</Secondary>
  </Stack>
);

const Consolidation = ({ consolidation }: { consolidation: ConsolidationView }) => (
  <Stack direction="column" gap={2}>
    <div>
      {consolidationTexts(consolidation).map(text => (
        <div key={text}>{asSentence(text)}</div>
      ))}
    </div>
    <NodeGrid nodes={consolidation.nodes} />
    {consolidation.doubts.length > 0 && (
      <details>
        <summary>What the simulation did not know</summary>
        <TextList items={consolidation.doubts} none="" />
      </details>
    )}
  </Stack>
);
