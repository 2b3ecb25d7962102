import { Button, Combobox, InlineField, Input, Stack } from '@grafana/ui';
import type { ClusterView } from '@greenops/core/api';
import type { ReactNode } from 'react';
import { isFiltering } from './useUrlFilter.ts';

interface CommonFilter {
  readonly q?: string | undefined;
  readonly cluster?: string | undefined;
  readonly namespace?: string | undefined;
}

interface FilterBarProps<Filter extends CommonFilter> {
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

/** The filters that every list has: a word, and where to look. */
export function FilterBar<Filter extends CommonFilter & Readonly<Record<string, string | undefined>>>({
  clusters,
  namespaces,
  filter,
  onChange,
  nothing,
  children,
}: FilterBarProps<Filter>) {
  return (
    <Stack direction="row" wrap="wrap" gap={1} alignItems="center">
      <InlineField label="Search" htmlFor="filter-word">
        <Input
          id="filter-word"
          width={24}
          placeholder="Name or text"
          value={filter.q ?? ''}
          onChange={({ currentTarget: { value } }) =>
            onChange({ ...filter, q: value === '' ? undefined : value })
          }
        />
      </InlineField>
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
