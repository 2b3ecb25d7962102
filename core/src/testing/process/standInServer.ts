import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { listenOnLoopback } from './listenOnLoopback.ts';

/** What a stand-in answers to one request. */
export interface StandInAnswer {
  readonly status?: number;
  /** Sent as JSON, unless it is text. */
  readonly body: unknown;
  /** By default `application/json`, or `text/plain` for text. */
  readonly contentType?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface StandInServer {
  readonly url: string;
  /** Method and path with query of all requests so far. */
  readonly requests: readonly string[];
  stop(): Promise<void>;
}

/** Serves plain HTTP on loopback from one function; what it throws becomes a 500 with the message. */
export async function standInServer(
  answer: (request: IncomingMessage, url: URL) => StandInAnswer,
  port = 0,
): Promise<StandInServer> {
  const requests: string[] = [];
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://localhost');
    requests.push(`${request.method} ${url.pathname}${url.search}`);
    send(
      response,
      answerOrFailure(() => answer(request, url)),
    );
  });
  const listening = await listenOnLoopback(server, port);
  return { url: `http://127.0.0.1:${listening.port}`, requests, stop: listening.stop };
}

function answerOrFailure(answer: () => StandInAnswer): StandInAnswer {
  try {
    return answer();
  } catch (error) {
    return { status: 500, body: `the stand-in failed: ${String(error)}` };
  }
}

function send(response: ServerResponse, { status = 200, body, contentType, headers }: StandInAnswer): void {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const type = contentType ?? (typeof body === 'string' ? 'text/plain; charset=utf-8' : 'application/json');
  response.writeHead(status, { 'Content-Type': type, ...headers }).end(text);
}
