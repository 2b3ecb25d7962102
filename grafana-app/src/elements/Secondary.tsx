import { Text } from '@grafana/ui';
import type { ReactNode } from 'react';

/** The second, quieter line of a cell or a heading. */
export const Secondary = ({ children }: { children: NonNullable<ReactNode> }) => (
  <Text element="p" variant="bodySmall" color="secondary">
    {children}
  </Text>
);
