import { Flex, Text } from '@backstage/ui';
import { evidenceGroups, type OpportunityView, provenanceText } from '@greenops/core/api';
import { FactTable } from '../elements/FactTable';

/** The facts under their headings: what was measured, how the size did on the past, what others would say. */
export const EvidenceTables = ({ evidence }: Pick<OpportunityView, 'evidence'>) => (
  <Flex direction="column" gap="4">
    {evidenceGroups(evidence).map(({ title, explanation, facts }, index) => (
      <div key={title}>
        {/* The first are plain evidence, as the section's own heading says. */}
        {index > 0 && (
          <Text as="h3" variant="body-medium" weight="bold">
            {title}
          </Text>
        )}
        {explanation !== null && (
          <Text as="p" variant="body-small" color="secondary">
            {explanation}
          </Text>
        )}
        <FactTable
          caption={index > 0 ? title : 'Facts this rests on'}
          header={['Fact', 'Value', 'Where from']}
          rows={facts.map(fact => ({
            key: fact.id,
            cells: [
              fact.label,
              fact.text,
              <span title={`method ${fact.provenance.method}`}>{provenanceText(fact.provenance)}</span>,
            ],
          }))}
        />
      </div>
    ))}
  </Flex>
);
