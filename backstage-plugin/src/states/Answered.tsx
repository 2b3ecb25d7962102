import { Flex, Skeleton } from '@backstage/ui';
import type { ReactNode } from 'react';
import type { Answer } from '../data/useAnswer';
import { Failure } from './Failure';

interface AnsweredProps<T> {
  readonly answer: Answer<T>;
  /** What the reader wanted to see: `the opportunities`. */
  readonly what: string;
  readonly children: (value: T) => ReactNode;
}

/** Draws an answer in each of its states. */
export function Answered<T>({ answer, what, children }: AnsweredProps<T>) {
  switch (answer.state) {
    case 'ready':
      return <>{children(answer.value)}</>;
    case 'failed':
      return <Failure what={what} error={answer.error} retry={answer.retry} />;
    case 'loading':
      return answer.previous === undefined ? (
        <Flex direction="column" gap="3" role="status" aria-label={`Loading ${what}`}>
          <Skeleton height={96} />
          <Skeleton height={32} width="40%" />
          <Skeleton height={240} />
        </Flex>
      ) : (
        <>{children(answer.previous)}</>
      );
    default: {
      const never: never = answer;
      return never;
    }
  }
}
