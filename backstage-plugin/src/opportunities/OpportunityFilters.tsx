import { Flex, SearchField, Select } from '@backstage/ui';
import { type ClusterView, OPPORTUNITY_TYPE_LABELS, type OpportunityView } from '@greenops/core/api';

/** What the reader narrows the list to; `undefined` = everything. */
export interface OpportunityFilter {
  readonly cluster?: string | undefined;
  readonly namespace?: string | undefined;
  readonly type?: OpportunityView['type'] | undefined;
  readonly word?: string | undefined;
}

interface OpportunityFiltersProps {
  readonly filter: OpportunityFilter;
  readonly onChange: (filter: OpportunityFilter) => void;
  readonly clusters: readonly ClusterView[];
  readonly namespaces: readonly string[];
}

/** Stands for "no choice", because a Select cannot hold undefined. */
const ALL = 'all';
const chosen = (key: unknown): string | undefined => (key === ALL || key === null ? undefined : String(key));

export function OpportunityFilters({ filter, onChange, clusters, namespaces }: OpportunityFiltersProps) {
  return (
    <Flex gap="3" align="end" style={{ flexWrap: 'wrap' }}>
      <div style={{ flex: '1 1 220px' }}>
        <SearchField
          label="Search"
          placeholder="Title, namespace or workload"
          value={filter.word ?? ''}
          onChange={word => onChange({ ...filter, word: word || undefined })}
        />
      </div>
      {clusters.length > 1 && (
        <Choice
          label="Cluster"
          value={filter.cluster}
          options={clusters.map(({ id, name }) => ({ value: id, label: name }))}
          onChange={cluster => onChange({ ...filter, cluster })}
        />
      )}
      <Choice
        label="Namespace"
        value={filter.namespace}
        options={namespaces.map(value => ({ value, label: value }))}
        onChange={namespace => onChange({ ...filter, namespace })}
      />
      <Choice
        label="Type"
        value={filter.type}
        options={Object.entries(OPPORTUNITY_TYPE_LABELS).map(([value, label]) => ({ value, label }))}
        onChange={type => onChange({ ...filter, type: type as OpportunityFilter['type'] })}
      />
    </Flex>
  );
}

interface ChoiceProps {
  readonly label: string;
  readonly value: string | undefined;
  readonly options: readonly { readonly value: string; readonly label: string }[];
  readonly onChange: (value: string | undefined) => void;
}

const Choice = ({ label, value, options, onChange }: ChoiceProps) => (
  <div style={{ flex: '0 1 200px', minWidth: 150 }}>
    <Select
      label={label}
      options={[{ value: ALL, label: 'All' }, ...options]}
      value={value ?? ALL}
      onChange={key => onChange(chosen(key))}
    />
  </div>
);
