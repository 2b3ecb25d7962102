import { z } from 'zod';
import { tlsSchema } from './tlsSchema.ts';

/** How to prove who we are to an HTTP source. */
export const httpAuthSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('none') }),
  z.strictObject({ type: z.literal('bearer'), token: z.string().min(1) }),
  z.strictObject({ type: z.literal('basic'), username: z.string(), password: z.string() }),
  /** AWS Signature Version 4, as Amazon Managed Service for Prometheus asks for it. */
  z
    .strictObject({
      type: z.literal('sigv4'),
      region: z.string().min(1),
      service: z.string().min(1).default('aps'),
      /** Without keys: AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN of this process. */
      accessKeyId: z.string().min(1).optional(),
      secretAccessKey: z.string().min(1).optional(),
      sessionToken: z.string().min(1).optional(),
    })
    .refine(
      ({ accessKeyId, secretAccessKey, sessionToken }) =>
        (accessKeyId === undefined) === (secretAccessKey === undefined) &&
        (sessionToken === undefined || accessKeyId !== undefined),
      'must have both accessKeyId and secretAccessKey, or none of its keys',
    ),
]);

export const httpSourceSchema = z.strictObject({
  url: z.url({ protocol: /^https?$/ }),
  auth: httpAuthSchema.default({ type: 'none' }),
  /** Sent with every request, e.g. `X-Scope-OrgID` for Mimir. */
  headers: z.record(z.string(), z.string()).default({}),
  /** Whom to trust and what to show, where the system's own authorities do not do. */
  tls: tlsSchema.optional(),
  /** Of one request. */
  timeoutSeconds: z.number().positive().default(60),
});

export type HttpSourceConfig = z.infer<typeof httpSourceSchema>;
export type HttpAuth = z.infer<typeof httpAuthSchema>;
