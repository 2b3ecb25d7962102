import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { listenOnLoopback, type LoopbackServer } from '../../testing/process/listenOnLoopback.ts';

/** What a Prometheus was asked, and what it looked at to answer. */
export interface ServerWork {
  readonly queries: number;
  /** Samples that its engine has read. */
  readonly samples: number;
  readonly seconds: number;
}

export interface Measured<T> extends ServerWork {
  readonly result: T;
}

const TOTAL = '"totalQueryableSamples":';

/** Stands before a Prometheus, asks it for statistics with every query, and adds them up. */
export class CountingProxy {
  readonly #target: string;
  #server: LoopbackServer | null = null;
  #queries = 0;
  #samples = 0;

  private constructor(target: string) {
    this.#target = target;
  }

  static async start(target: string): Promise<CountingProxy> {
    const proxy = new CountingProxy(target);
    const server = createServer((request, response) => {
      proxy.#forward(request, response).catch((error: unknown) => {
        response.writeHead(502).end(String(error));
      });
    });
    proxy.#server = await listenOnLoopback(server, 0);
    return proxy;
  }

  get url(): string {
    return `http://127.0.0.1:${this.#server?.port}`;
  }

  async stop(): Promise<void> {
    await this.#server?.stop();
  }

  async measured<T>(run: () => Promise<T>): Promise<Measured<T>> {
    const before = { queries: this.#queries, samples: this.#samples, start: performance.now() };
    const result = await run();
    return {
      result,
      queries: this.#queries - before.queries,
      samples: this.#samples - before.samples,
      seconds: (performance.now() - before.start) / 1000,
    };
  }

  async #forward(request: IncomingMessage, response: ServerResponse): Promise<void> {
    this.#queries += 1;
    const post = request.method === 'POST';
    const answer = await fetch(`${this.#target}${request.url ?? '/'}`, {
      method: request.method ?? 'GET',
      headers: { 'content-type': request.headers['content-type'] ?? '' },
      ...(post ? { body: `${await textOf(request)}&stats=all` } : {}),
    });
    const body = Buffer.from(await answer.arrayBuffer());
    const at = body.lastIndexOf(TOTAL);
    if (at >= 0)
      this.#samples += Number.parseInt(
        body.toString('latin1', at + TOTAL.length, at + TOTAL.length + 20),
        10,
      );
    response.writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? '' }).end(body);
  }
}

async function textOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const piece of request) text += String(piece);
  return text;
}
