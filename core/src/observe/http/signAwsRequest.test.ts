import { createHash, createHmac } from 'node:crypto';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { clusterConfigSchema } from '../clusterConfig.ts';
import { PrometheusClient } from '../prometheus/PrometheusClient.ts';
import { type HttpAuth, httpAuthSchema } from './httpSourceSchema.ts';
import { signAwsRequest } from './signAwsRequest.ts';

const KEYS = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY' };

function sigv4(fields: object): Extract<HttpAuth, { type: 'sigv4' }> {
  const auth = httpAuthSchema.parse({ type: 'sigv4', region: 'us-east-1', ...fields });
  if (auth.type !== 'sigv4') throw new Error(`not sigv4 but ${auth.type}`);
  return auth;
}

// https://docs.aws.amazon.com/general/latest/gr/signature-v4-test-suite.html (archived): the requests
// whose headers are Host and X-Amz-Date alone.
describe("AWS' published test vectors", () => {
  it.each([
    ['get-vanilla', 'GET', '/', '5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31'],
    [
      'get-vanilla-query-order-key-case',
      'GET',
      '/?Param2=value2&Param1=value1',
      'b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500',
    ],
    ['post-vanilla', 'POST', '/', '5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b'],
  ])('%s', async (_name, method, path, signature) => {
    const headers = await signAwsRequest(
      { url: `https://example.amazonaws.com${path}`, method, headers: new Headers() },
      sigv4({ ...KEYS, service: 'service' }),
      { at: new Date('2015-08-30T12:36:00Z') },
    );
    expect(headers.get('authorization')).toBe(
      `AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, SignedHeaders=host;x-amz-date, Signature=${signature}`,
    );
  });
});

describe('keys', () => {
  const request = { url: 'https://aps.example/', method: 'GET', headers: new Headers() };
  const env = { AWS_ACCESS_KEY_ID: 'AKENV', AWS_SECRET_ACCESS_KEY: 's', AWS_SESSION_TOKEN: 'session' };

  it('come from the environment where none are given', async () => {
    const headers = await signAwsRequest(request, sigv4({}), { env });
    expect(headers.get('authorization')).toContain('Credential=AKENV/');
    expect(headers.get('x-amz-security-token')).toBe('session');
  });

  it('that are given go first, and are never mixed with the environment’s', async () => {
    const headers = await signAwsRequest(request, sigv4(KEYS), { env });
    expect(headers.get('authorization')).toContain('Credential=AKIDEXAMPLE/');
    expect(headers.has('x-amz-security-token')).toBe(false);
  });

  it('that are nowhere are an error', async () => {
    await expect(signAwsRequest(request, sigv4({}), { env: {} })).rejects.toMatchObject({
      name: 'InvalidInputError',
      cure: expect.stringContaining('AWS_ACCESS_KEY_ID'),
    });
  });

  it.each([{ accessKeyId: 'a' }, { secretAccessKey: 'a' }, { sessionToken: 'a' }])(
    'are refused by halves: %j',
    keys => {
      expect(() => sigv4(keys)).toThrow(/both accessKeyId and secretAccessKey/);
    },
  );
});

/** The signature of a request as it arrived, computed from AWS' description without the signer's code. */
function signatureOf(request: IncomingMessage, body: string, secret: string): string {
  const [, credential = '', signed = ''] =
    /Credential=[^/]+\/([^,]+), SignedHeaders=([^,]+)/.exec(request.headers.authorization ?? '') ?? [];
  const [date = '', region = '', service = ''] = credential.split('/');
  const target = new URL(request.url ?? '', 'http://server');
  const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
  const hmac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text).digest();
  const canonical = [
    request.method,
    target.pathname
      .split('/')
      .map(part => encodeURIComponent(part))
      .join('/'),
    [...target.searchParams]
      .map(pair => pair.map(encodeURIComponent).join('='))
      .sort()
      .join('&'),
    ...signed.split(';').map(name => `${name}:${String(request.headers[name]).replace(/\s+/g, ' ')}`),
    '',
    signed,
    sha256(body),
  ].join('\n');
  const toSign = ['AWS4-HMAC-SHA256', String(request.headers['x-amz-date']), credential, sha256(canonical)];
  const key = [region, service, 'aws4_request'].reduce(hmac, hmac(`AWS4${secret}`, date));
  return hmac(key, toSign.join('\n')).toString('hex');
}

describe('Prometheus behind AWS', () => {
  let server: Server;
  let seen: {
    readonly valid: boolean;
    readonly headers: IncomingMessage['headers'];
    readonly body: string;
  }[];
  let denies = 0;

  beforeEach(async () => {
    seen = [];
    denies = 0;
    server = createServer((request, response) => {
      let body = '';
      request.on('data', chunk => (body += String(chunk)));
      request.on('end', () => {
        const { authorization = '' } = request.headers;
        const valid = authorization.endsWith(`Signature=${signatureOf(request, body, KEYS.secretAccessKey)}`);
        seen.push({ valid, headers: request.headers, body });
        if (seen.length <= denies) return response.writeHead(503).end('busy');
        if (!valid) return response.writeHead(403).end('{"message":"signature does not match"}');
        response.end('{"status":"success","data":{"resultType":"vector","result":[]}}');
      });
    });
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  });
  afterEach(() => new Promise(resolve => server.close(resolve)));

  const client = (auth: object) => {
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/workspaces/ws-1`;
    const { prometheus } = clusterConfigSchema.parse({
      id: 'c',
      prometheus: {
        url,
        headers: { 'X-Scope-OrgID': 'a  b' },
        auth: { type: 'sigv4', region: 'eu-west-1', ...auth },
      },
    });
    if (!prometheus) throw new Error('no prometheus');
    return PrometheusClient.create(prometheus, { retryBaseMs: 1 });
  };

  it('gets every request signed: queries in the body, label values in the URL, retries anew', async () => {
    denies = 1;
    const prometheus = client({ ...KEYS, sessionToken: 'session' });
    await prometheus.query('sum by (namespace) (rate(x{a="b c",d!~"é|*"}[5m]))');
    await prometheus.labelValues('pod', ['up{a="b c"}']).catch(() => undefined);
    expect(seen.map(({ valid }) => valid)).toEqual([true, true, true]);
    expect(seen[0]?.body).toContain('query=sum');
    for (const { headers } of seen) {
      expect(headers.authorization).toContain('/eu-west-1/aps/aws4_request');
      expect(headers.authorization).toContain('x-amz-security-token;x-scope-orgid');
    }
  });

  it('that refuses says what may be wrong', async () => {
    await expect(client({ ...KEYS, secretAccessKey: 'other' }).query('up')).rejects.toMatchObject({
      name: 'SourceDeniedError',
      cure: expect.stringMatching(/region is eu-west-1.*clock.*aps:QueryMetrics/),
    });
    expect(seen.map(({ valid }) => valid)).toEqual([false]);
  });
});
