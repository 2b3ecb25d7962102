import { answerFixture } from './answerFixture.ts';
import type { Backend } from './renderApp.tsx';

/** The fixture API without the network, for tests in jsdom. */
export const fixtureBackend: Backend = path => {
  const { pathname, searchParams } = new URL(path, 'http://fixture');
  return answerFixture(pathname, Object.fromEntries(searchParams));
};

export const emptyBackend: Backend = () => ({ status: 200, body: { items: [], total: 0, nextCursor: null } });
