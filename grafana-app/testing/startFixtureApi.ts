import { createServer } from 'node:http';
import { answerFixture, problem } from './answerFixture.ts';

export interface FixtureApi {
  /** Without a path, as it is entered in the plugin's configuration. */
  readonly url: string;
  readonly token: string;
  stop(): Promise<void>;
}

const PREFIX = '/api/greenops/v1';
const TOKEN = 'token-of-the-fixture';

/** The REST API over HTTP with fixed contents, for browser tests of this face alone. */
export async function startFixtureApi(): Promise<FixtureApi> {
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://fixture');
    const send = (status: number, body: object) =>
      response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
    if (request.headers.authorization !== `Bearer ${TOKEN}`) {
      return send(
        401,
        problem(401, 'Unauthorized', 'the token is not valid', 'use the token of this backend'),
      );
    }
    if (!url.pathname.startsWith(`${PREFIX}/`)) return send(404, { message: 'Not Found' });
    const { status, body } = answerFixture(
      url.pathname.slice(PREFIX.length),
      Object.fromEntries(url.searchParams),
    );
    send(status, body);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('the fixture API has no port');
  return {
    url: `http://127.0.0.1:${address.port}`,
    token: TOKEN,
    stop: () =>
      new Promise(resolve => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
