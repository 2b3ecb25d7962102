import { OPPORTUNITY_TYPE_LABELS, type OpportunityView } from '@greenops/core/api';
import { useCallback, useMemo } from 'react';
import { useSearchParams } from 'react-router-dom';
import type { OpportunityFilter } from './OpportunityFilters';

/** As in the Grafana app, so that the same link text filters both. */
const PARAMETER_OF: Readonly<Record<keyof OpportunityFilter, string>> = {
  cluster: 'cluster',
  namespace: 'namespace',
  type: 'type',
  word: 'q',
};

const isType = (value: string | undefined): value is OpportunityView['type'] =>
  value !== undefined && value in OPPORTUNITY_TYPE_LABELS;

/** A filter that lives in the URL, so that what one person sees can be sent to another. */
export function useUrlFilter(): [filter: OpportunityFilter, setFilter: (filter: OpportunityFilter) => void] {
  const [search, setSearch] = useSearchParams();
  const text = search.toString();

  const filter = useMemo(() => {
    const given = new URLSearchParams(text);
    const value = (key: keyof OpportunityFilter) => given.get(PARAMETER_OF[key]) || undefined;
    const type = value('type');
    return {
      cluster: value('cluster'),
      namespace: value('namespace'),
      // A type of a newer version filters nothing, rather than everything.
      type: isType(type) ? type : undefined,
      word: value('word'),
    };
  }, [text]);

  const setFilter = useCallback(
    (next: OpportunityFilter) =>
      setSearch(
        previous => {
          const changed = new URLSearchParams(previous);
          for (const [key, parameter] of Object.entries(PARAMETER_OF)) {
            const value = next[key as keyof OpportunityFilter];
            if (value) changed.set(parameter, value);
            else changed.delete(parameter);
          }
          return changed;
        },
        // Typing a word must not fill the browser's history.
        { replace: true },
      ),
    [setSearch],
  );

  return [filter, setFilter];
}
