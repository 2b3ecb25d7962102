import { useBreakpoint } from '@backstage/ui';

/** Whether there is room for the columns that matter only. */
export const useNarrow = (): boolean => useBreakpoint().down('md');
