import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { listenOnLoopback } from '../process/listenOnLoopback.ts';

/** One request that went through. */
export interface WatchedQuery {
  /** `/api/v1/query_range` … */
  readonly path: string;
  readonly parameters: URLSearchParams;
  /** Samples that the server's engine has read for the answer; 0 where it was no query. */
  readonly samplesRead: number;
}

/** Stands before a Prometheus, passes everything on, and remembers what was asked. */
export interface PrometheusWatch {
  readonly url: string;
  readonly queries: readonly WatchedQuery[];
  /** Forgets what was asked so far. */
  reset(): void;
  /** Told of each request before it is passed on, with the number of its kind since the last reset. */
  onQuery: ((path: string, number: number) => void) | null;
  stop(): Promise<void>;
}

const TOTAL = '"totalQueryableSamples":';
const LONGEST_NUMBER = 20;

export async function watchPrometheus(target: string): Promise<PrometheusWatch> {
  const queries: WatchedQuery[] = [];
  const begun = new Map<string, number>();
  const forward = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { pathname, search, searchParams } = new URL(request.url ?? '/', target);
    const number = (begun.get(pathname) ?? 0) + 1;
    begun.set(pathname, number);
    watch.onQuery?.(pathname, number);
    const form = request.method === 'POST' ? await textOf(request) : null;
    const answer = await fetch(`${target}${pathname}${search}`, {
      method: request.method ?? 'GET',
      headers: { 'content-type': request.headers['content-type'] ?? '' },
      // The server then tells what the answer has cost it.
      ...(form === null ? {} : { body: `${form}&stats=all` }),
    });
    const body = Buffer.from(await answer.arrayBuffer());
    const parameters = form === null ? searchParams : new URLSearchParams(form);
    queries.push({ path: pathname, parameters, samplesRead: samplesIn(body) });
    response.writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? '' }).end(body);
  };
  const server = createServer((request, response) => {
    forward(request, response).catch((error: unknown) => {
      response.writeHead(502).end(String(error));
    });
  });
  const { port, stop } = await listenOnLoopback(server, 0);
  const watch: PrometheusWatch = {
    url: `http://127.0.0.1:${port}`,
    queries,
    onQuery: null,
    reset() {
      queries.length = 0;
      begun.clear();
    },
    stop,
  };
  return watch;
}

function samplesIn(body: Buffer): number {
  const at = body.lastIndexOf(TOTAL);
  if (at < 0) return 0;
  const digits = at + TOTAL.length;
  return Number.parseInt(body.toString('latin1', digits, digits + LONGEST_NUMBER), 10);
}

async function textOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const piece of request) text += String(piece);
  return text;
}
