import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:https';
import { type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TLSSocket } from 'node:tls';
import {
  type IssuedCertificate,
  startTestAuthority,
  type TestAuthority,
} from '../../testing/tls/testAuthority.ts';
import { HttpSource } from './HttpSource.ts';
import { httpSourceSchema } from './httpSourceSchema.ts';

describe('a source that demands a client certificate', () => {
  let authority: TestAuthority;
  let strangers: TestAuthority;
  let client: IssuedCertificate;
  let stranger: IssuedCertificate;
  let server: Server;
  let older: Server;
  let directory: string;

  beforeAll(async () => {
    [authority, strangers] = await Promise.all([startTestAuthority('ours'), startTestAuthority('theirs')]);
    const own = await authority.issue('server', 'DNS:prometheus.example,IP:127.0.0.1');
    client = await authority.issue('greenops', 'DNS:greenops');
    stranger = await strangers.issue('stranger', 'DNS:stranger');
    const start = async (maxVersion: 'TLSv1.2' | 'TLSv1.3'): Promise<Server> => {
      const started = createServer(
        {
          cert: own.certificate,
          key: own.key,
          ca: authority.certificate,
          requestCert: true,
          rejectUnauthorized: true,
          maxVersion,
        },
        (request, response) => {
          const { subject } = (request.socket as TLSSocket).getPeerCertificate();
          response.end(JSON.stringify({ client: subject.CN, method: request.method }));
        },
      );
      await new Promise<void>(resolve => started.listen(0, '127.0.0.1', resolve));
      return started;
    };
    [server, older] = await Promise.all([start('TLSv1.3'), start('TLSv1.2')]);
    directory = await mkdtemp(join(tmpdir(), 'greenops-tls-'));
  }, 60_000);
  afterAll(async () => {
    for (const one of [server, older]) {
      one.closeAllConnections();
      await new Promise(resolve => one.close(resolve));
    }
    await Promise.all([authority.stop(), strangers.stop(), rm(directory, { recursive: true })]);
  });

  const ask = (tls?: object, asked = server) => {
    const { port } = asked.address() as AddressInfo;
    const config = httpSourceSchema.parse({ url: `https://127.0.0.1:${port}`, tls, timeoutSeconds: 10 });
    return HttpSource.create('Prometheus', config, { attempts: 1 }).request({ path: '/', method: 'POST' });
  };
  const mutual = () => ({ ca: authority.certificate, certificate: client.certificate, key: client.key });

  it('is asked with the certificate, given as text', async () => {
    const { status, body } = await ask(mutual());
    expect(status).toBe(200);
    expect(JSON.parse(body)).toEqual({ client: 'greenops', method: 'POST' });
  });

  it('is asked with the certificate, given as files', async () => {
    const file = async (name: string, text: string) => {
      await writeFile(join(directory, name), text);
      return join(directory, name);
    };
    const { body } = await ask({
      caFile: await file('ca.pem', authority.certificate),
      certificateFile: await file('client.pem', client.certificate),
      keyFile: await file('client.key', client.key),
    });
    expect(JSON.parse(body)).toMatchObject({ client: 'greenops' });
  });

  it('is checked for the name that it is said to have', async () => {
    const { status } = await ask({ ...mutual(), serverName: 'prometheus.example' });
    expect(status).toBe(200);
    await expect(ask({ ...mutual(), serverName: 'other.example' })).rejects.toMatchObject({
      name: 'SourceUnreachableError',
      message: expect.stringContaining('certificate that is not trusted'),
    });
  });

  it.each<[string, () => object | undefined, RegExp, RegExp]>([
    [
      'without one',
      () => ({ ca: authority.certificate }),
      /broke the connection off/,
      /tls\.certificate.*, if it asks for one/,
    ],
    [
      "with a stranger's",
      () => ({ ca: authority.certificate, certificate: stranger.certificate, key: stranger.key }),
      /broke the connection off/,
      /tls\.certificate.*, if it asks for one/,
    ],
    [
      'by whom does not know its authority',
      () => ({ certificate: client.certificate, key: client.key }),
      /certificate that is not trusted/,
      /tls\.ca/,
    ],
    ['by whom knows nothing of it', () => undefined, /certificate that is not trusted/, /tls\.ca/],
  ])('says so when it is asked %s', async (_, tls, finding, cure) => {
    await expect(ask(tls())).rejects.toMatchObject({
      name: 'SourceUnreachableError',
      message: expect.stringMatching(finding),
      cure: expect.stringMatching(cure),
    });
  });

  it('says more plainly, by TLS 1.2, that it was asked without one', async () => {
    expect((await ask(mutual(), older)).status).toBe(200);
    await expect(ask({ ca: authority.certificate }, older)).rejects.toMatchObject({
      message: expect.stringContaining('wants a client certificate'),
      cure: expect.stringContaining('tls.certificate'),
    });
  });

  it.each<[string, () => object, RegExp]>([
    [
      'a file that is not there',
      () => ({ caFile: '/nowhere/ca.pem' }),
      /\/nowhere\/ca\.pem of tls cannot be read/,
    ],
    [
      "a certificate with another's key",
      () => ({ certificate: client.certificate, key: stranger.key }),
      /certificates of tls cannot be used/,
    ],
  ])('is not asked with %s', async (_, tls, message) => {
    const asked = ask(tls());
    await expect(asked).rejects.toMatchObject({ name: 'InvalidInputError' });
    await expect(asked).rejects.toThrow(message);
    await asked.catch((error: Error) => expect(error.message).not.toContain('PRIVATE KEY'));
  });

  it.each<[object, RegExp]>([
    [{ ca: 'c2VjcmV0' }, /PEM form/],
    [{ certificateFile: 'a.pem' }, /together with its key/],
    [{ ca: '-----BEGIN CERTIFICATE-----', caFile: 'a.pem' }, /not both/],
  ])('cannot be configured with %j', (tls, message) => {
    const { error } = httpSourceSchema.safeParse({ url: 'https://prometheus.example', tls });
    expect(error?.issues[0]?.message).toMatch(message);
  });
});
