import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { type StandInAnswer, standInServer } from '../process/standInServer.ts';

/** One image of a repository: for one platform its layers' compressed sizes. */
export interface RegistryImage {
  readonly repository: string;
  readonly tag: string;
  /** Bytes of each layer, by platform (`linux/amd64`). One platform = a plain manifest, unless `index` says else. */
  readonly platforms: Readonly<Record<string, readonly number[]>>;
  readonly index?: boolean;
  /** Docker's media types in place of OCI's. */
  readonly docker?: boolean;
}

export interface RegistryOptions {
  readonly images: readonly RegistryImage[];
  /** How it guards its images; by default not at all. `token` hands tokens to everybody, like a public registry. */
  readonly guard?: 'none' | 'token' | 'basic';
  /** With these alone a token, or basic authentication, opens anything. */
  readonly account?: { readonly username: string; readonly password: string };
  /** Manifests it hands out before it answers 429. */
  readonly limit?: number;
}

export interface TestRegistry {
  readonly url: string;
  /** `127.0.0.1:PORT`, as images name it. */
  readonly host: string;
  readonly requests: readonly string[];
  stop(): Promise<void>;
}

interface Stored {
  readonly body: string;
  readonly mediaType: string;
}

const digestOf = (body: string): string => `sha256:${createHash('sha256').update(body).digest('hex')}`;
const failure = (
  status: number,
  code: string,
  headers: Readonly<Record<string, string>> = {},
): StandInAnswer => ({
  status,
  headers: { 'Docker-Distribution-API-Version': 'registry/2.0', ...headers },
  body: { errors: [{ code, message: code.toLowerCase().replaceAll('_', ' ') }] },
});

/** Starts a registry that speaks the OCI distribution API (v2): manifests, indexes, configuration blobs, token service. */
export async function startRegistry({
  images,
  guard = 'none',
  account,
  limit = Number.POSITIVE_INFINITY,
}: RegistryOptions): Promise<TestRegistry> {
  const stored = new Map<string, Stored>();
  for (const image of images) store(image, stored);
  const issued = new Set<string>();
  let origin = '';
  let handedOut = 0;

  const challenge = (repository: string): StandInAnswer =>
    failure(401, 'UNAUTHORIZED', {
      'WWW-Authenticate':
        guard === 'basic'
          ? 'Basic realm="registry"'
          : `Bearer realm="${origin}/token?account=test",service="registry.test",scope="repository:${repository}:pull"`,
    });
  const isAccount = (request: IncomingMessage): boolean =>
    account !== undefined &&
    request.headers.authorization ===
      `Basic ${Buffer.from(`${account.username}:${account.password}`).toString('base64')}`;
  const isOpen = (request: IncomingMessage, repository: string): boolean => {
    if (guard === 'none') return true;
    if (guard === 'basic') return isAccount(request);
    const token = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1] ?? '';
    return issued.has(token) && token.startsWith(`${repository}:`);
  };
  const token = (request: IncomingMessage, url: URL): StandInAnswer => {
    if (account !== undefined && !isAccount(request)) return failure(401, 'UNAUTHORIZED');
    if (url.searchParams.get('service') !== 'registry.test') return failure(400, 'UNSUPPORTED');
    const repository = /^repository:(.+):pull$/.exec(url.searchParams.get('scope') ?? '')?.[1] ?? '';
    const made = `${repository}:${issued.size}`;
    issued.add(made);
    return { body: { token: made, expires_in: 300 } };
  };

  const server = await standInServer((request, url): StandInAnswer => {
    if (url.pathname === '/token') return token(request, url);
    const [, repository = '', kind, reference = ''] =
      /^\/v2\/(.+)\/(manifests|blobs)\/([^/]+)$/.exec(url.pathname) ?? [];
    if (kind === undefined) return failure(404, 'NOT_FOUND');
    if (!isOpen(request, repository)) return challenge(repository);
    const found = stored.get(`${repository} ${kind} ${reference}`);
    if (!found) return failure(404, kind === 'blobs' ? 'BLOB_UNKNOWN' : 'MANIFEST_UNKNOWN');
    if (kind === 'manifests') {
      handedOut += 1;
      if (handedOut > limit) return failure(429, 'TOOMANYREQUESTS');
      // Whoever does not ask for the format gets the one of 2014, which has no sizes.
      if (!(request.headers.accept ?? '').includes(found.mediaType)) return { body: { schemaVersion: 1 } };
    }
    return {
      body: found.body,
      contentType: found.mediaType,
      headers: { 'Docker-Content-Digest': digestOf(found.body) },
    };
  });
  origin = server.url;
  return { url: server.url, host: new URL(server.url).host, requests: server.requests, stop: server.stop };
}

function store(
  { repository, tag, platforms, index, docker = false }: RegistryImage,
  into: Map<string, Stored>,
) {
  const types = docker
    ? {
        index: 'application/vnd.docker.distribution.manifest.list.v2+json',
        image: 'application/vnd.docker.distribution.manifest.v2+json',
        config: 'application/vnd.docker.container.image.v1+json',
        layer: 'application/vnd.docker.image.rootfs.diff.tar.gzip',
      }
    : {
        index: 'application/vnd.oci.image.index.v1+json',
        image: 'application/vnd.oci.image.manifest.v1+json',
        config: 'application/vnd.oci.image.config.v1+json',
        layer: 'application/vnd.oci.image.layer.v1.tar+gzip',
      };
  const keep = (
    kind: 'manifests' | 'blobs',
    names: readonly string[],
    content: object,
    mediaType: string,
  ) => {
    const body = JSON.stringify(content);
    const digest = digestOf(body);
    for (const name of [digest, ...names]) into.set(`${repository} ${kind} ${name}`, { body, mediaType });
    return { mediaType, digest, size: body.length };
  };
  const isIndex = index ?? Object.keys(platforms).length > 1;
  const manifests = Object.entries(platforms).map(([name, layers]) => {
    const [os = '', architecture = ''] = name.split('/');
    const config = keep('blobs', [], { os, architecture, rootfs: { type: 'layers' } }, types.config);
    const described = layers.map((size, layer) => ({
      mediaType: types.layer,
      digest: digestOf(`${repository} ${name} ${layer}`),
      size,
    }));
    const content = { schemaVersion: 2, mediaType: types.image, config, layers: described };
    return {
      ...keep('manifests', isIndex ? [] : [tag], content, types.image),
      platform: { os, architecture },
    };
  });
  if (!isIndex) return;
  // Build tools file attestations beside the images.
  const attestation = { ...manifests[0], platform: { os: 'unknown', architecture: 'unknown' } };
  keep(
    'manifests',
    [tag],
    { schemaVersion: 2, mediaType: types.index, manifests: [...manifests, attestation] },
    types.index,
  );
}
