import type { ReactNode } from 'react';
import { Failure } from './Failure.tsx';
import { Loading } from './Loading.tsx';
import { type Answer, latestValue } from './useAnswer.ts';

interface AnsweredProps<T> {
  readonly answer: Answer<T>;
  /** As it reads after "Loading …" and "Could not load …". */
  readonly what: string;
  readonly children: (value: T) => ReactNode;
}

/** Draws an answer in whichever state it is; while a newer one loads, the last one stays. */
export function Answered<T>({ answer, what, children }: AnsweredProps<T>) {
  if (answer.state === 'failed') return <Failure what={what} error={answer.error} retry={answer.retry} />;
  const value = latestValue(answer);
  if (value === undefined) return <Loading what={what} />;
  return <div aria-busy={answer.state === 'loading'}>{children(value)}</div>;
}
