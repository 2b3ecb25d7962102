import { Alert, Button, Stack, TextLink } from '@grafana/ui';
import { asSentence } from '@greenops/core/api';
import { cureOf, describeError } from '@greenops/core/model';
import { pagePaths } from '../pluginId.ts';

interface FailureProps {
  /** What the reader wanted to see: `the opportunities`. */
  readonly what: string;
  readonly error: unknown;
  readonly retry: () => void;
}

/** What is wrong, what to do about it, and a way to try again. */
export function Failure({ what, error, retry }: FailureProps) {
  const cure = cureOf(error);
  return (
    <Alert severity="error" bottomSpacing={0} title={`Could not load ${what}`}>
      <Stack direction="column" gap={2}>
        <div>
          <div>{asSentence(describeError(error))}</div>
          {cure !== undefined && <div>What to do: {asSentence(cure, 'keep')}</div>}
        </div>
        <Stack direction="row" gap={2} alignItems="center" wrap="wrap">
          <Button variant="secondary" icon="sync" onClick={retry}>
            Try again
          </Button>
          <TextLink href={pagePaths.configuration}>Configuration</TextLink>
        </Stack>
      </Stack>
    </Alert>
  );
}
