import type { NavModelItem } from '@grafana/data';
import { createContext } from 'react';

/** Which of the app's pages is open, for the title that Grafana draws above it. */
export const NavigationContext = createContext<NavModelItem | undefined>(undefined);
