import { Alert, Button, Stack } from '@grafana/ui';
import { asSentence, GreenOpsClient } from '@greenops/core/api';
import { cureOf, describeError } from '@greenops/core/model';
import { useState } from 'react';
import { grafanaTransport } from '../connection/grafanaTransport.ts';
import { Secondary } from '../elements/Secondary.tsx';
import { connectionSummary } from './connectionSummary.ts';

type Result =
  | { readonly state: 'untested' }
  | { readonly state: 'testing' }
  | { readonly state: 'works'; readonly summary: string }
  | { readonly state: 'fails'; readonly error: unknown };

interface ConnectionTestProps {
  /** The saved one: Grafana's proxy knows no other. */
  readonly apiUrl: string | undefined;
  readonly unsaved: boolean;
}

/** Goes the way every page goes, browser → Grafana → backend, and says where it ends. */
export function ConnectionTest({ apiUrl, unsaved }: ConnectionTestProps) {
  const [result, setResult] = useState<Result>({ state: 'untested' });

  const test = async () => {
    setResult({ state: 'testing' });
    try {
      const { items } = await new GreenOpsClient(grafanaTransport(apiUrl)).clusters();
      setResult({ state: 'works', summary: connectionSummary(items) });
    } catch (error) {
      setResult({ state: 'fails', error });
    }
  };

  return (
    <Stack direction="column" gap={2}>
      <Stack direction="row" gap={2} alignItems="center">
        <Button
          variant="secondary"
          icon={result.state === 'testing' ? 'spinner' : 'plug'}
          disabled={unsaved || apiUrl === undefined || result.state === 'testing'}
          onClick={() => void test()}
        >
          Test connection
        </Button>
        {(unsaved || apiUrl === undefined) && (
          <Secondary>Save first: the test uses the saved settings.</Secondary>
        )}
      </Stack>
      <Outcome result={result} />
    </Stack>
  );
}

function Outcome({ result }: { result: Result }) {
  switch (result.state) {
    case 'untested':
    case 'testing':
      return null;
    case 'works':
      return (
        <Alert severity="success" title="The backend answers">
          {result.summary}
        </Alert>
      );
    case 'fails': {
      const cure = cureOf(result.error);
      return (
        <Alert severity="error" title="The connection does not work">
          <div>{asSentence(describeError(result.error))}</div>
          {cure !== undefined && <div>What to do: {asSentence(cure, 'keep')}</div>}
        </Alert>
      );
    }
    default: {
      const never: never = result;
      return never;
    }
  }
}
