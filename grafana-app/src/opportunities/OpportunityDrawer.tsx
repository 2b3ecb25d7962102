import { Box, Drawer, Text } from '@grafana/ui';
import type { OpportunityView } from '@greenops/core/api';
import { useCallback } from 'react';
import { useClient } from '../connection/ClientContext.tsx';
import { Answered } from '../states/Answered.tsx';
import { useAnswer } from '../states/useAnswer.ts';
import { OpportunityDetails } from './OpportunityDetails.tsx';

interface OpportunityDrawerProps {
  readonly id: string;
  /** Where the list has it already, it need not be asked for again. */
  readonly known: OpportunityView | undefined;
  readonly onClose: () => void;
}

export function OpportunityDrawer({ id, known, onClose }: OpportunityDrawerProps) {
  const client = useClient();
  const answer = useAnswer(
    useCallback(
      signal => (known ? Promise.resolve(known) : client.opportunity(id, signal)),
      [client, id, known],
    ),
  );
  const title = answer.state === 'ready' ? answer.value.title : 'Opportunity';
  return (
    <Drawer title={<Title>{title}</Title>} size="md" onClose={onClose}>
      <Answered answer={answer} what="this opportunity">
        {opportunity => <OpportunityDetails opportunity={opportunity} />}
      </Answered>
    </Drawer>
  );
}

/** In full: given a string, the drawer would cut it off on a narrow screen. Leaves room for its close button. */
const Title = ({ children }: { children: string }) => (
  <Box paddingRight={4}>
    <Text element="h2" variant="h3">
      {children}
    </Text>
  </Box>
);
