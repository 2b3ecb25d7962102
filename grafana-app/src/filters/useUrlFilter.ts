import { useCallback, useMemo } from 'react';
import { useSearchParams } from 'react-router-dom';
import type { z } from 'zod';

/**
 * A filter that lives in the URL, so that what one person sees can be sent to another. Values that
 * `schema` does not know (a link from a newer version) filter nothing, rather than failing the page.
 */
export function useUrlFilter<Filter extends Readonly<Record<string, string | undefined>>>(
  schema: z.ZodObject & z.ZodType<Filter>,
): [filter: Filter, setFilter: (filter: Filter) => void] {
  const [search, setSearch] = useSearchParams();
  const text = search.toString();

  const filter = useMemo(() => {
    const given = [...new URLSearchParams(text)].filter(
      ([key, value]) => key in schema.shape && value !== '',
    );
    const parsed = schema.safeParse(Object.fromEntries(given));
    return parsed.success ? parsed.data : schema.parse({});
  }, [text, schema]);

  const setFilter = useCallback(
    (next: Filter) =>
      setSearch(
        previous => {
          const changed = new URLSearchParams(previous);
          for (const key of Object.keys(schema.shape)) {
            const value = next[key];
            if (value) changed.set(key, value);
            else changed.delete(key);
          }
          return changed;
        },
        // Typing a word must not fill the browser's history.
        { replace: true },
      ),
    [setSearch, schema],
  );

  return [filter, setFilter];
}

export const isFiltering = (filter: Readonly<Record<string, string | undefined>>): boolean =>
  Object.values(filter).some(value => value !== undefined);
