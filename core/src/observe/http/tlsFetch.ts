import { readFile } from 'node:fs/promises';
import { describeError, InvalidInputError } from '../../model/index.ts';
import type { TlsConfig } from './tlsSchema.ts';

/** What is needed of a response, whoever's `fetch` gave it. */
export type FetchedResponse = Pick<Response, 'status' | 'headers' | 'text'>;

export type Fetch = (
  url: string,
  init: {
    readonly method: string;
    readonly headers: Headers;
    readonly body?: string;
    readonly signal: AbortSignal;
  },
) => Promise<FetchedResponse>;

/**
 * A `fetch` with authorities and a client certificate of its own. Files are read, and the HTTP client
 * that can do this is loaded, with the first request.
 *
 * @throws InvalidInputError (the `fetch`) when a file cannot be read, or certificate and key do not fit
 */
export function tlsFetch(tls: TlsConfig): Fetch {
  let opened: Promise<Fetch> | null = null;
  return async (url, init) => {
    opened ??= open(tls);
    try {
      return await (
        await opened
      )(url, init);
    } catch (error) {
      if (error instanceof InvalidInputError) opened = null;
      throw error;
    }
  };
}

async function open(tls: TlsConfig): Promise<Fetch> {
  const { Agent, fetch } = await import('undici');
  const { createSecureContext } = await import('node:tls');
  const [ca, cert, key] = await Promise.all([
    textOf(tls.ca, tls.caFile),
    textOf(tls.certificate, tls.certificateFile),
    textOf(tls.key, tls.keyFile),
  ]);
  const material = { ...(ca && { ca }), ...(cert && { cert }), ...(key && { key }) };
  try {
    createSecureContext(material);
  } catch (error) {
    throw new InvalidInputError(
      `the certificates of tls cannot be used: ${describeError(error)}`,
      'give tls.ca, tls.certificate and tls.key in PEM form, with the key that belongs to the certificate and has no passphrase',
    );
  }
  const dispatcher = new Agent({
    connect: { ...material, ...(tls.serverName === undefined ? {} : { servername: tls.serverName }) },
  });
  return (url, { headers, ...init }) => fetch(url, { ...init, headers: [...headers], dispatcher });
}

async function textOf(text: string | undefined, file: string | undefined): Promise<string | undefined> {
  if (file === undefined) return text;
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new InvalidInputError(
      `the file ${file} of tls cannot be read: ${describeError(error)}`,
      'name a readable PEM file, or give its text instead (tls.ca, tls.certificate, tls.key)',
    );
  }
}
