import { Flex, Text } from '@backstage/ui';
import type { ReactNode } from 'react';

/** An empty place that says why it is empty and what comes next. */
export const EmptyNote = ({ title, children }: { title: string; children: ReactNode }) => (
  <Flex direction="column" align="center" gap="2" py="8" px="4">
    <Text as="h3" variant="title-x-small">
      {title}
    </Text>
    <div style={{ maxWidth: '60ch', textAlign: 'center', textWrap: 'balance' }}>
      <Text color="secondary">{children}</Text>
    </div>
  </Flex>
);
