import { Flex, Text } from '@backstage/ui';
import { asSentence, type ClusterReportView, consolidationTexts, momentText } from '@greenops/core/api';
import { Section } from '../elements/Section';
import { TextList } from '../elements/TextList';
import { BalanceBars } from './BalanceBars';
import { ForecastSection } from './ForecastSection';
import { NodeGrid } from './NodeGrid';
import { RulesOff } from './RulesOff';

/** What the last scan says of the cluster as a whole. */
export function ClusterReport({ report }: { report: ClusterReportView }) {
  const { consolidation } = report;
  return (
    <>
      <Section title="What the nodes take">
        <BalanceBars balance={report.balance} />
      </Section>
      <Section title="Nodes that can go">
        {consolidation === null ? (
          <TextList items={[]} none="Not simulated: nobody says where any pod may run." />
        ) : (
          <Flex direction="column" gap="4">
            <div>
              {consolidationTexts(consolidation).map(text => (
                <Text key={text} as="p">
                  {asSentence(text)}
                </Text>
              ))}
            </div>
            <NodeGrid nodes={consolidation.nodes} />
            {consolidation.doubts.length > 0 && (
              <details>
                <summary style={{ cursor: 'pointer', color: 'var(--bui-fg-secondary)' }}>
                  What the simulation did not know
                </summary>
                <TextList items={consolidation.doubts} none="" />
              </details>
            )}
          </Flex>
        )}
      </Section>
      <Section title="What is coming">
        <ForecastSection forecasts={report.forecasts} />
      </Section>
      <Section title="What was not looked for">
        <RulesOff rules={report.rulesOff} />
      </Section>
      <Text variant="body-small" color="secondary">
        As of {momentText(report.observedAt)}. Amounts are per month of 730 h.
      </Text>
    </>
  );
}
