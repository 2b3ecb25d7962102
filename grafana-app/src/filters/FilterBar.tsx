import { Button, Combobox, InlineField, Stack } from '@grafana/ui';
import type { ClusterView } from '@greenops/core/api';
import type { ReactNode } from 'react';
import { isFiltering } from './useUrlFilter.ts';

interface PlaceFilter {
  readonly cluster?: string | undefined;
  readonly namespace?: string | undefined;
}

interface FilterBarProps<Filter extends PlaceFilter> {
  readonly clusters: readonly ClusterView[];
  /** Those seen so far; others can be typed. */
  readonly namespaces: readonly string[];
  readonly filter: Filter;
  readonly onChange: (filter: Filter) => void;
  /** The filter with nothing chosen. */
  readonly nothing: Filter;
  /** Further filters of the page. */
  readonly children?: ReactNode;
}

/** Where to look: the filters that every list has. */
export function FilterBar<Filter extends PlaceFilter & Readonly<Record<string, string | undefined>>>({
  clusters,
  namespaces,
  filter,
  onChange,
  nothing,
  children,
}: FilterBarProps<Filter>) {
  return (
    <Stack direction="row" wrap="wrap" gap={1} alignItems="center">
      <InlineField label="Cluster" htmlFor="filter-cluster">
        <Combobox
          id="filter-cluster"
          width={24}
          isClearable
          placeholder="All"
          options={clusters.map(({ id, name }) => ({ value: id, label: name }))}
          value={filter.cluster ?? null}
          onChange={option => onChange({ ...filter, cluster: option?.value })}
        />
      </InlineField>
      <InlineField label="Namespace" htmlFor="filter-namespace">
        <Combobox
          id="filter-namespace"
          width={24}
          isClearable
          createCustomValue
          placeholder="All"
          options={namespaces.map(value => ({ value }))}
          value={filter.namespace ?? null}
          onChange={option => onChange({ ...filter, namespace: option?.value })}
        />
      </InlineField>
      {children}
      {isFiltering(filter) && (
        <Button variant="secondary" fill="text" icon="times" onClick={() => onChange(nothing)}>
          Clear filters
        </Button>
      )}
    </Stack>
  );
}
