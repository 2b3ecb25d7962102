import { Combobox, InlineField } from '@grafana/ui';
import type { OpportunityView } from '@greenops/core/api';
import { opportunityTypeLabels } from './opportunityTypeLabels.ts';

type OpportunityType = OpportunityView['type'];

// Object.keys forgets the literal keys of a record that is complete by its type.
const options = (Object.keys(opportunityTypeLabels) as OpportunityType[]).map(value => ({
  value,
  label: opportunityTypeLabels[value],
}));

interface TypeFilterProps {
  readonly value: OpportunityType | undefined;
  readonly onChange: (value: OpportunityType | undefined) => void;
}

export const TypeFilter = ({ value, onChange }: TypeFilterProps) => (
  <InlineField label="Kind" htmlFor="filter-type">
    <Combobox<OpportunityType>
      id="filter-type"
      width={28}
      isClearable
      placeholder="All"
      options={options}
      value={value ?? null}
      onChange={option => onChange(option?.value)}
    />
  </InlineField>
);
