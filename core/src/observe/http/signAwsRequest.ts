import { AwsV4Signer } from 'aws4fetch';
import { InvalidInputError } from '../../model/index.ts';
import type { HttpAuth } from './httpSourceSchema.ts';

type SigV4 = Extract<HttpAuth, { type: 'sigv4' }>;

export interface SignableRequest {
  readonly url: string;
  readonly method: string;
  readonly headers: Headers;
  readonly body?: string;
}

type Keys = Pick<ConstructorParameters<typeof AwsV4Signer>[0], 'sessionToken'> & {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
};

/** Read anew for each request: whoever runs this process may renew them. */
function keysOf(auth: SigV4, env: NodeJS.ProcessEnv): Keys {
  if (auth.accessKeyId !== undefined && auth.secretAccessKey !== undefined) {
    const { accessKeyId, secretAccessKey, sessionToken } = auth;
    return { accessKeyId, secretAccessKey, ...(sessionToken && { sessionToken }) };
  }
  const { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN } = env;
  if (!AWS_ACCESS_KEY_ID || !AWS_SECRET_ACCESS_KEY) {
    throw new InvalidInputError(
      'the requests are to be signed for AWS (sigv4), but there are no keys to sign with',
      'give accessKeyId and secretAccessKey, or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY',
    );
  }
  return {
    accessKeyId: AWS_ACCESS_KEY_ID,
    secretAccessKey: AWS_SECRET_ACCESS_KEY,
    ...(AWS_SESSION_TOKEN ? { sessionToken: AWS_SESSION_TOKEN } : {}),
  };
}

/**
 * The headers of a request with its AWS Signature Version 4.
 *
 * @param at - when it is signed: AWS refuses what is more than five minutes from its own time
 * @throws InvalidInputError where neither the settings nor the environment have keys
 */
export async function signAwsRequest(
  request: SignableRequest,
  auth: SigV4,
  { at = new Date(), env = process.env }: { at?: Date; env?: NodeJS.ProcessEnv } = {},
): Promise<Headers> {
  const { region, service } = auth;
  const signer = new AwsV4Signer({
    ...request,
    ...keysOf(auth, env),
    region,
    service,
    datetime: at.toISOString().replace(/[:-]|\.\d{3}/g, ''),
  });
  return (await signer.sign()).headers;
}
