import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { runProgram } from '../process/runProgram.ts';

export interface Certificate {
  readonly key: string;
  /** Also the authority that signed it. */
  readonly certificate: string;
}

/** Makes a certificate for loopback with openssl, valid for a day; Node can use certificates but not make them. */
export async function selfSignedCertificate(directory: string): Promise<Certificate> {
  const key = path.join(directory, 'tls.key');
  const certificate = path.join(directory, 'tls.crt');
  const options = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '1'];
  const names = [
    '-subj',
    '/CN=greenops-testing-ground',
    '-addext',
    'subjectAltName=DNS:localhost,IP:127.0.0.1',
  ];
  await runProgram('openssl', ['req', '-x509', ...options, ...names, '-keyout', key, '-out', certificate]);
  return { key: await readFile(key, 'utf8'), certificate: await readFile(certificate, 'utf8') };
}
