import { Stack, Text } from '@grafana/ui';
import type { ReactNode } from 'react';

export const Section = ({ title, children }: { title: string; children: ReactNode }) => (
  <section>
    <Stack direction="column" gap={1}>
      <Text element="h3" variant="h5">
        {title}
      </Text>
      {children}
    </Stack>
  </section>
);
