import { useTheme2 } from '@grafana/ui';
import { useSyncExternalStore } from 'react';

/** True where a table of six columns does not fit: below the theme's middle breakpoint. */
export function useNarrow(): boolean {
  const { breakpoints } = useTheme2();
  const query = `(max-width: ${breakpoints.values.md}px)`;
  return useSyncExternalStore(
    changed => {
      const media = window.matchMedia(query);
      media.addEventListener('change', changed);
      return () => media.removeEventListener('change', changed);
    },
    () => window.matchMedia(query).matches,
  );
}
