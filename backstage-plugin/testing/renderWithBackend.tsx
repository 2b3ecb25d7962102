import { mockApis, renderInTestApp } from '@backstage/frontend-test-utils';
import { signalApiRef } from '@backstage/plugin-signals-react';
import { act } from '@testing-library/react';
import type { JSX } from 'react';
import { createGreenopsApi, greenopsApiRef } from '../src/api';
import { rootRouteRef } from '../src/routes';

type Answer = { readonly status?: number; readonly body: unknown };

interface Backend {
  /** Every path that was asked for, in order. */
  readonly asked: readonly string[];
  /** Says what a path answers from now on; the path is without its query. */
  answer(path: string, answer: Answer): void;
  /** Tells open pages that a scan has ended. */
  signal(): Promise<void>;
}

/** A backend behind Backstage's fetch, for one test. */
function createBackend(answers: Readonly<Record<string, unknown>>) {
  const asked: string[] = [];
  const given = new Map<string, Answer>(Object.entries(answers).map(([path, body]) => [path, { body }]));
  const listeners = new Set<(message: { clusterId: string; at: string }) => void>();
  let news = 0;
  const fetch = async (input: RequestInfo | URL): Promise<Response> => {
    const path = String(input).replace(/^plugin:\/\/greenops\/v1/, '');
    asked.push(path);
    const { status = 200, body } = given.get(path.replace(/\?.*/, '')) ?? {
      status: 404,
      body: { type: 'about:blank', title: 'NotFound', status: 404, detail: `nothing at ${path}`, cure: null },
    };
    return new Response(JSON.stringify(body), { status });
  };
  const backend: Backend = {
    asked,
    answer: (path, answer) => void given.set(path, answer),
    signal: () =>
      act(async () => {
        news += 1;
        for (const listener of listeners)
          listener({ clusterId: 'production', at: `2026-11-21T11:00:0${news}.000Z` });
      }),
  };
  const signals = {
    subscribe: (_channel: string, onMessage: (message: never) => void) => {
      const listener = onMessage as (message: { clusterId: string; at: string }) => void;
      listeners.add(listener);
      return { unsubscribe: () => void listeners.delete(listener) };
    },
  };
  return { backend, fetch, signals };
}

/** Draws an element as the plugin would, over a backend that answers with `answers`. */
export function renderWithBackend(
  element: JSX.Element,
  answers: Readonly<Record<string, unknown>>,
  path = '/',
): Backend {
  const { backend, fetch, signals } = createBackend(answers);
  renderInTestApp(element, {
    initialRouteEntries: [path],
    apis: [[greenopsApiRef, createGreenopsApi({ fetch })], [signalApiRef, signals], mockApis.translation()],
    mountedRoutes: { '/greenops': rootRouteRef },
  });
  return backend;
}
