import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Seconds, seconds, unixSeconds } from '../../model/index.ts';
import { clusterConfigSchema } from '../clusterConfig.ts';
import { PrometheusClient } from './PrometheusClient.ts';

/** What the server got, and what it shall answer. */
interface Exchange {
  readonly method: string | undefined;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly form: URLSearchParams;
}
type Answer = (exchange: Exchange, response: ServerResponse) => void;

describe('PrometheusClient over HTTP', () => {
  let server: Server;
  let url: string;
  let answer: Answer;
  let exchanges: Exchange[];

  beforeEach(async () => {
    exchanges = [];
    server = createServer((request, response) => {
      let body = '';
      request.on('data', chunk => (body += String(chunk)));
      request.on('end', () => {
        const target = new URL(request.url ?? '/', 'http://server');
        const form = new URLSearchParams(request.method === 'POST' ? body : target.search);
        const exchange = { method: request.method, path: target.pathname, headers: request.headers, form };
        exchanges.push(exchange);
        answer(exchange, response);
      });
    });
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterEach(
    () =>
      new Promise<void>(resolve => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  );

  const client = (source: object = {}): PrometheusClient => {
    const { prometheus } = clusterConfigSchema.parse({ id: 'test', prometheus: { url, ...source } });
    if (prometheus === undefined) throw new Error('no prometheus in the configuration');
    return PrometheusClient.create(prometheus, { retryBaseMs: 1 });
  };
  const json = (response: ServerResponse, body: unknown, status = 200) =>
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  const vector = (response: ServerResponse, ...values: string[]) =>
    json(response, {
      status: 'success',
      data: {
        resultType: 'vector',
        result: values.map(value => ({ metric: { a: 'b' }, value: [1, value] })),
      },
    });

  it('asks by POST with the expression in the form, below the path of the URL', async () => {
    answer = (_, response) => vector(response, '1.5', '+Inf', 'NaN');
    const samples = await client({ url: `${url}/prometheus/` }).query('up{job="a"}', unixSeconds(7));
    expect(samples.map(({ value }) => value)).toEqual([1.5, Infinity, NaN]);
    expect(exchanges[0]).toMatchObject({ method: 'POST', path: '/prometheus/api/v1/query' });
    expect(Object.fromEntries(exchanges[0]?.form ?? [])).toEqual({ query: 'up{job="a"}', time: '7' });
  });

  it('asks by GET where a gateway allows nothing else', async () => {
    answer = ({ method }, response) =>
      method === 'POST' ? response.writeHead(405).end('no') : vector(response, '2');
    expect(await client().query('up')).toEqual([{ labels: { a: 'b' }, value: 2 }]);
    expect(exchanges.map(({ method }) => method)).toEqual(['POST', 'GET']);
  });

  it.each([
    ['bearer', { auth: { type: 'bearer', token: 'secret' } }, 'Bearer secret'],
    ['basic', { auth: { type: 'basic', username: 'ann', password: 'p:w' } }, `Basic ${btoa('ann:p:w')}`],
  ])('sends %s credentials and headers of its own', async (_, source, authorization) => {
    answer = (_exchange, response) => vector(response);
    await client({ ...source, headers: { 'X-Scope-OrgID': 'team-a' } }).query('up');
    expect(exchanges[0]?.headers).toMatchObject({ authorization, 'x-scope-orgid': 'team-a' });
  });

  it('takes credentials out of the URL and never shows them', async () => {
    answer = (_, response) => response.writeHead(403).end();
    const secret = url.replace('http://', 'http://ann:hush@');
    await expect(client({ url: secret }).query('up')).rejects.toMatchObject({
      name: 'SourceDeniedError',
      message: `Prometheus at ${url}/ denied access with HTTP 403`,
    });
    expect(exchanges[0]?.headers.authorization).toBe(`Basic ${btoa('ann:hush')}`);
  });

  describe('failures', () => {
    it.each([
      ['401', 401, '', 'SourceDeniedError', 'denied access with HTTP 401'],
      [
        'a web page',
        200,
        '<!doctype html><html>',
        'SourceProtocolError',
        'answered with a web page (HTTP 200)',
      ],
      ['a wrong path', 404, '404 page not found', 'SourceProtocolError', 'has no query API: HTTP 404'],
      ['half a JSON', 200, '{"status":"success","data":{"resu', 'SourceProtocolError', 'not complete JSON'],
      ['another JSON', 200, '{"ok":true}', 'SourceProtocolError', "JSON that is not Prometheus'"],
      ['a gateway', 504, 'upstream', 'SourceUnreachableError', 'the gateway before it answered HTTP 504'],
      ['a limit', 429, 'slow down', 'SourceQueryError', 'HTTP 429: slow down'],
    ])('names %s', async (_, status, body, name, message) => {
      answer = (_exchange, response) => response.writeHead(status).end(body);
      const failure = client().query('up');
      await expect(failure).rejects.toMatchObject({ name, cure: expect.stringMatching(/./) });
      await expect(failure).rejects.toThrow(message);
      await expect(failure).rejects.toThrow(url);
    });

    it.each([
      [400, 'bad_data', 'invalid parameter "query": parse error'],
      [422, 'execution', 'query processing would load too many samples into memory'],
      [503, 'timeout', 'query timed out in expression evaluation'],
    ])("hands on Prometheus' own words for %i and does not ask again", async (status, errorType, error) => {
      answer = (_, response) => json(response, { status: 'error', errorType, error }, status);
      await expect(client().query('up')).rejects.toMatchObject({
        name: 'SourceQueryError',
        message: `Prometheus at ${url}/ could not answer the query: ${errorType}: ${error}`,
      });
      expect(exchanges).toHaveLength(1);
    });

    it('says that nobody listens', async () => {
      await new Promise<void>(resolve => server.close(() => resolve()));
      await expect(client().query('up')).rejects.toMatchObject({
        name: 'SourceUnreachableError',
        message: `Prometheus at ${url}/ refused the connection`,
      });
    });

    it('says that the host is unknown', async () => {
      await expect(client({ url: 'http://prometheus.invalid:9090' }).query('up')).rejects.toMatchObject({
        name: 'SourceUnreachableError',
        message: expect.stringContaining('host name that cannot be resolved'),
      });
    });

    it('says that it took too long', async () => {
      answer = () => undefined;
      await expect(client({ timeoutSeconds: 0.05 }).query('up')).rejects.toMatchObject({
        name: 'SourceUnreachableError',
        message: `Prometheus at ${url}/ did not answer within 0.05 s`,
      });
    });

    it('stops at once when the caller gives up', async () => {
      answer = () => undefined;
      const controller = new AbortController();
      const failure = client().query('up', undefined, controller.signal);
      setTimeout(() => controller.abort(new Error('enough')), 20);
      await expect(failure).rejects.toThrow('enough');
      expect(exchanges.length).toBeLessThanOrEqual(1);
    });
  });

  describe('another try', () => {
    it.each([429, 502, 503, 504])('follows HTTP %i', async status => {
      answer = (_, response) =>
        exchanges.length < 3 ? response.writeHead(status).end('later') : vector(response, '1');
      expect(await client().query('up')).toHaveLength(1);
      expect(exchanges).toHaveLength(3);
    });

    it('follows a broken connection', async () => {
      answer = (_, response) => (exchanges.length < 2 ? response.destroy() : vector(response, '1'));
      expect(await client().query('up')).toHaveLength(1);
      expect(exchanges).toHaveLength(2);
    });

    it('is given up after four', async () => {
      answer = (_, response) => response.destroy();
      await expect(client().query('up')).rejects.toThrow('broke the connection off');
      expect(exchanges).toHaveLength(4);
    });

    it('waits as long as Retry-After says', async () => {
      answer = (_, response) =>
        exchanges.length < 2 ? response.writeHead(429, { 'retry-after': '0.2' }).end() : vector(response);
      const before = performance.now();
      await client().query('up');
      expect(performance.now() - before).toBeGreaterThanOrEqual(195);
    });
  });

  describe('range queries', () => {
    const step = seconds(60);
    const ranges = () =>
      exchanges.map(({ form }) => [Number(form.get('start')), Number(form.get('end'))] as const);
    const matrix = (response: ServerResponse, form: URLSearchParams) =>
      json(response, {
        status: 'success',
        data: {
          resultType: 'matrix',
          result: [{ metric: {}, values: [[Number(form.get('start')), '1']] }],
        },
      });
    const read = async (length: number, every: Seconds = step) => {
      const starts: number[] = [];
      const window = { start: unixSeconds(0), end: unixSeconds(length) };
      for await (const chunk of client().queryRange('up', window, every)) {
        starts.push(...chunk.flatMap(({ times }) => [...times]));
      }
      return starts;
    };

    it('are split by day, oldest first, without gap or overlap', async () => {
      answer = ({ form }, response) => matrix(response, form);
      expect(await read(2.5 * 86_400)).toEqual([0, 86_400, 172_800]);
      expect(ranges()).toEqual([
        [0, 86_340],
        [86_400, 172_740],
        [172_800, 215_940],
      ]);
    });

    it('never ask for more than 11,000 points', async () => {
      answer = ({ form }, response) => matrix(response, form);
      await read(86_400, seconds(1));
      for (const [start, end] of ranges()) expect(end - start + 1).toBeLessThanOrEqual(11_000);
      expect(ranges().reduce((points, [start, end]) => points + end - start + 1, 0)).toBe(86_400);
    });

    it('are halved where the source says that they are too big', async () => {
      answer = ({ form }, response) =>
        Number(form.get('end')) - Number(form.get('start')) > 43_200
          ? json(response, { status: 'error', errorType: 'execution', error: 'too many samples' }, 422)
          : matrix(response, form);
      const starts = await read(86_400);
      expect(starts[0]).toBe(0);
      expect(starts).toEqual([...starts].sort((a, b) => a - b));
      const answered = ranges().filter(([start, end]) => end - start <= 43_200);
      const covered = answered.flatMap(([start, end]) =>
        Array.from({ length: (end - start) / 60 + 1 }, (_, index) => start + index * 60),
      );
      expect(covered).toEqual(Array.from({ length: 1440 }, (_, index) => index * 60));
    });

    it('refuse a sample that is none', async () => {
      answer = (_, response) =>
        json(response, {
          status: 'success',
          data: { resultType: 'matrix', result: [{ metric: {}, values: [[1, '1'], { oops: 2 }] }] },
        });
      await expect(read(3600)).rejects.toMatchObject({
        name: 'SourceProtocolError',
        message: expect.stringContaining('a sample that is none: {"oops":2}'),
      });
    });

    it('parse a big matrix fast', async () => {
      const values = Array.from({ length: 288 }, (_, index) => [index * 300, '0.123456789']);
      const result = Array.from({ length: 5000 }, (_, index) => ({ metric: { pod: `p${index}` }, values }));
      answer = (_, response) => json(response, { status: 'success', data: { resultType: 'matrix', result } });
      const before = performance.now();
      let samples = 0;
      const window = { start: unixSeconds(0), end: unixSeconds(86_400) };
      for await (const chunk of client().queryRange('up', window, seconds(300))) {
        for (const { times } of chunk) samples += times.length;
      }
      expect(samples).toBe(5000 * 288);
      // 1.4 million samples; about 2 s on two old cores, serving them included.
      expect(performance.now() - before).toBeLessThan(20_000);
    }, 30_000);
  });

  it('tells no version where the store has none', async () => {
    answer = (_, response) => response.writeHead(404).end('404 page not found');
    expect(await client().version()).toBeNull();
    answer = (_, response) => json(response, { status: 'success', data: { version: '2.42.0' } });
    expect(await client().version()).toBe('2.42.0');
  });

  it('lists label values and series', async () => {
    answer = ({ path }, response) =>
      json(response, {
        status: 'success',
        data: path.endsWith('/values') ? ['a', 'b'] : [{ __name__: 'up' }],
      });
    expect(await client().labelValues('cluster', ['up'])).toEqual(['a', 'b']);
    const window = { start: unixSeconds(0), end: unixSeconds(60) };
    expect(await client().series(['up'], window)).toEqual([{ __name__: 'up' }]);
    expect(exchanges.map(({ path }) => path)).toEqual(['/api/v1/label/cluster/values', '/api/v1/series']);
  });

  it('has at most four requests under way', async () => {
    let open = 0;
    let most = 0;
    answer = (_, response) => {
      open += 1;
      most = Math.max(most, open);
      setTimeout(() => {
        open -= 1;
        vector(response);
      }, 5);
    };
    const one = client();
    await Promise.all(Array.from({ length: 20 }, () => one.query('up')));
    expect(most).toBe(4);
    expect(exchanges).toHaveLength(20);
  });
});
