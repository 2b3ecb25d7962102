import { type OpportunityView, provenanceText } from '@greenops/core/api';
import { FactTable } from '../elements/FactTable.tsx';

export const EvidenceTable = ({ evidence }: Pick<OpportunityView, 'evidence'>) => (
  <FactTable
    caption="Facts this rests on"
    header={['Fact', 'Value', 'Where from']}
    rows={evidence.map(({ id, label, text, provenance }) => ({
      key: id,
      cells: [label, text, <span title={`method ${provenance.method}`}>{provenanceText(provenance)}</span>],
    }))}
  />
);
