import { Alert, Button } from '@backstage/ui';
import { asSentence } from '@greenops/core/api';
import { cureOf, describeError } from '@greenops/core/model';

interface FailureProps {
  readonly what: string;
  readonly error: unknown;
  readonly retry: () => void;
}

/** What is wrong, what to do about it, and a way to try again. */
export function Failure({ what, error, retry }: FailureProps) {
  const cure = cureOf(error);
  const message = asSentence(describeError(error));
  return (
    <Alert
      role="alert"
      status="danger"
      icon
      title={`Could not load ${what}`}
      description={cure === undefined ? message : `${message} What to do: ${asSentence(cure, 'keep')}`}
      customActions={
        <Button variant="secondary" size="small" onPress={retry}>
          Try again
        </Button>
      }
    />
  );
}
