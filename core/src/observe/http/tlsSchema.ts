import { z } from 'zod';

const pem = (what: string) =>
  z.string().regex(/-----BEGIN [A-Z0-9 ]+-----/, `must be ${what} in PEM form (-----BEGIN …-----)`);
const file = z.string().min(1);

/** Who may be trusted, and who we are, on a TLS connection; each as PEM text or as a file that holds it. */
export const tlsSchema = z
  .strictObject({
    /** Authorities to trust instead of the system's. */
    ca: pem('a certificate').optional(),
    caFile: file.optional(),
    /** Client certificate with its chain, for sources that ask for one. */
    certificate: pem('a certificate').optional(),
    certificateFile: file.optional(),
    key: pem('a private key').optional(),
    keyFile: file.optional(),
    /** Name that the source's certificate is made out to, where that is not the URL's host. */
    serverName: z.string().min(1).optional(),
  })
  .refine(({ ca, caFile }) => !(ca && caFile), 'must have ca or caFile, not both')
  .refine(
    ({ certificate, certificateFile }) => !(certificate && certificateFile),
    'must have certificate or certificateFile, not both',
  )
  .refine(({ key, keyFile }) => !(key && keyFile), 'must have key or keyFile, not both')
  .refine(
    ({ certificate, certificateFile, key, keyFile }) =>
      Boolean(certificate ?? certificateFile) === Boolean(key ?? keyFile),
    'must have a client certificate together with its key',
  );

export type TlsConfig = z.infer<typeof tlsSchema>;
