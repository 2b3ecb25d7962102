import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { runProgram } from '../process/runProgram.ts';

/** PEM texts. */
export interface IssuedCertificate {
  readonly certificate: string;
  readonly key: string;
}

export interface TestAuthority {
  /** PEM text. */
  readonly certificate: string;
  /** @param names subject alternative names as openssl writes them: `DNS:localhost,IP:127.0.0.1` */
  issue(commonName: string, names: string): Promise<IssuedCertificate>;
  stop(): Promise<void>;
}

const NEW_KEY = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];

/** A certificate authority of a test's own, made with openssl, good for a day. */
export async function startTestAuthority(name: string): Promise<TestAuthority> {
  const directory = await mkdtemp(path.join(tmpdir(), 'greenops-authority-'));
  const at = (file: string) => path.join(directory, file);
  const openssl = (...parameters: string[]) => runProgram('openssl', parameters);
  const self = ['-x509', '-days', '1', '-subj', `/CN=${name}`, '-keyout', at('ca.key'), '-out', at('ca.crt')];
  await openssl('req', ...NEW_KEY, ...self);
  let issued = 0;
  return {
    certificate: await readFile(at('ca.crt'), 'utf8'),
    async issue(commonName, names) {
      const file = `issued-${(issued += 1)}`;
      await writeFile(at(`${file}.ext`), `subjectAltName=${names}\n`);
      const wanted = ['-subj', `/CN=${commonName}`, '-keyout', at(`${file}.key`), '-out', at(`${file}.csr`)];
      await openssl('req', ...NEW_KEY, ...wanted);
      const signer = ['-CA', at('ca.crt'), '-CAkey', at('ca.key'), '-CAcreateserial', '-days', '1'];
      const result = ['-extfile', at(`${file}.ext`), '-out', at(`${file}.crt`)];
      await openssl('x509', '-req', '-in', at(`${file}.csr`), ...signer, ...result);
      return {
        certificate: await readFile(at(`${file}.crt`), 'utf8'),
        key: await readFile(at(`${file}.key`), 'utf8'),
      };
    },
    stop: () => rm(directory, { recursive: true, force: true }),
  };
}
