import { useCallback, useEffect, useState } from 'react';

/**
 * What a page knows of something it asked for:
 * `loading` → `ready` | `failed`; a new question or a retry starts at `loading` again, keeping the
 * last value as `previous` so that a list does not vanish while its filter changes.
 */
export type Answer<T> =
  | { readonly state: 'loading'; readonly previous: T | undefined }
  | { readonly state: 'failed'; readonly error: unknown; readonly retry: () => void }
  | { readonly state: 'ready'; readonly value: T };

type Outcome<T> = { readonly load: unknown; readonly attempt: number } & (
  { readonly value: T } | { readonly error: unknown }
);

/** Asks whenever `load` changes (wrap it in useCallback); an answer that came too late is dropped. */
export function useAnswer<T>(load: (signal: AbortSignal) => Promise<T>): Answer<T> {
  const [attempt, setAttempt] = useState(0);
  const [outcome, setOutcome] = useState<Outcome<T>>();
  const retry = useCallback(() => setAttempt(previous => previous + 1), []);

  useEffect(() => {
    const abort = new AbortController();
    const settle = (result: { value: T } | { error: unknown }) => {
      if (!abort.signal.aborted) setOutcome({ load, attempt, ...result });
    };
    load(abort.signal).then(
      value => settle({ value }),
      (error: unknown) => settle({ error }),
    );
    return () => abort.abort();
  }, [load, attempt]);

  if (outcome === undefined || outcome.load !== load || outcome.attempt !== attempt) {
    return { state: 'loading', previous: outcome && 'value' in outcome ? outcome.value : undefined };
  }
  return 'value' in outcome
    ? { state: 'ready', value: outcome.value }
    : { state: 'failed', error: outcome.error, retry };
}

/** The newest value there is, also while a newer one is on its way. */
export function latestValue<T>(answer: Answer<T>): T | undefined {
  switch (answer.state) {
    case 'ready':
      return answer.value;
    case 'loading':
      return answer.previous;
    case 'failed':
      return undefined;
    default: {
      const never: never = answer;
      return never;
    }
  }
}
