import { Combobox, InlineField } from '@grafana/ui';
import { OPPORTUNITY_TYPE_LABELS, type OpportunityView } from '@greenops/core/api';

type OpportunityType = OpportunityView['type'];

// Object.keys forgets the literal keys of a record that is complete by its type.
const options = (Object.keys(OPPORTUNITY_TYPE_LABELS) as (keyof typeof OPPORTUNITY_TYPE_LABELS)[]).map(
  value => ({
    value,
    label: OPPORTUNITY_TYPE_LABELS[value],
  }),
);

interface TypeFilterProps {
  readonly value: OpportunityType | undefined;
  readonly onChange: (value: OpportunityType | undefined) => void;
}

export const TypeFilter = ({ value, onChange }: TypeFilterProps) => (
  <InlineField label="Type" htmlFor="filter-type">
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
