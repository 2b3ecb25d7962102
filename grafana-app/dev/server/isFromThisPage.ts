import type { IncomingMessage } from 'node:http';

/**
 * The host adds a token to requests and takes new settings, with no sign-in: only its own page on
 * this machine may ask. Refuses pages of other origins (`Origin`) and names that were made to point
 * here (`Host`).
 */
export function isFromThisPage({ headers }: Pick<IncomingMessage, 'headers'>): boolean {
  const host = headers.host ?? '';
  if (!/^(127\.0\.0\.1|localhost)(:\d+)?$/.test(host)) return false;
  return headers.origin === undefined || headers.origin === `http://${host}`;
}
