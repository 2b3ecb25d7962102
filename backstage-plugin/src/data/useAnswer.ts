import { useApi } from '@backstage/core-plugin-api';
import { useSignal } from '@backstage/plugin-signals-react';
import type { GreenOpsClient } from '@greenops/core/api';
import { useCallback, useEffect, useState } from 'react';
import { greenopsApiRef } from '../api';

/**
 * What a page knows of something it asked for: `loading` → `ready` | `failed`. A new question or a
 * retry keeps the last value as `previous`, so that a list does not vanish while its filter changes.
 */
export type Answer<T> =
  | { readonly state: 'loading'; readonly previous: T | undefined }
  | { readonly state: 'failed'; readonly error: unknown; readonly retry: () => void }
  | { readonly state: 'ready'; readonly value: T };

/** The backend tells on this channel that a scan has begun or ended. */
const CHANNEL = 'greenops';

type Outcome<T> = { readonly ask: unknown } & ({ readonly value: T } | { readonly error: unknown });

/** Asks whenever `ask` changes (wrap it in useCallback) and again when a scan has news. */
export function useAnswer<T>(ask: (api: GreenOpsClient, signal: AbortSignal) => Promise<T>): Answer<T> {
  const api = useApi(greenopsApiRef);
  const { lastSignal } = useSignal<{ clusterId: string; at: string }>(CHANNEL);
  const [attempt, setAttempt] = useState(0);
  const [outcome, setOutcome] = useState<Outcome<T>>();
  const retry = useCallback(() => {
    setOutcome(undefined);
    setAttempt(previous => previous + 1);
  }, []);

  const news = lastSignal?.at;
  useEffect(() => {
    const abort = new AbortController();
    const settle = (result: { value: T } | { error: unknown }) => {
      if (!abort.signal.aborted) setOutcome({ ask, ...result });
    };
    ask(api, abort.signal).then(
      value => settle({ value }),
      (error: unknown) => settle({ error }),
    );
    return () => abort.abort();
  }, [api, ask, attempt, news]);

  if (outcome === undefined || outcome.ask !== ask) {
    return { state: 'loading', previous: outcome && 'value' in outcome ? outcome.value : undefined };
  }
  return 'value' in outcome
    ? { state: 'ready', value: outcome.value }
    : { state: 'failed', error: outcome.error, retry };
}
