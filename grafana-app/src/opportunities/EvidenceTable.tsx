import { Stack, Text } from '@grafana/ui';
import { evidenceGroups, type OpportunityView, provenanceText } from '@greenops/core/api';
import { FactTable } from '../elements/FactTable.tsx';
import { Secondary } from '../elements/Secondary.tsx';

/** The facts under their headings: what was measured, how the size did on the past, what others would say. */
export const EvidenceTable = ({ evidence }: Pick<OpportunityView, 'evidence'>) => (
  <Stack direction="column" gap={2}>
    {evidenceGroups(evidence).map(({ title, explanation, facts }, index) => (
      <div key={title}>
        {/* The first are plain evidence, as the section's own heading says. */}
        {index > 0 && (
          <Text element="h4" variant="h6">
            {title}
          </Text>
        )}
        {explanation !== null && <Secondary>{explanation}</Secondary>}
        <FactTable
          caption={index > 0 ? title : 'Facts this rests on'}
          header={['Fact', 'Value', 'Where from']}
          rows={facts.map(({ id, label, text, provenance }) => ({
            key: id,
            cells: [
              label,
              text,
              <span title={`method ${provenance.method}`}>{provenanceText(provenance)}</span>,
            ],
          }))}
        />
      </div>
    ))}
  </Stack>
);
