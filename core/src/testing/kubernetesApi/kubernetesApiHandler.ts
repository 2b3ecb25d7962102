import type { IncomingMessage, ServerResponse } from 'node:http';
import { ApiStatus, badRequest, noSuchPath, unauthorized } from './apiStatus.ts';
import { discover } from './discovery.ts';
import type { FaultInjector } from './faults.ts';
import { meetFault } from './meetFault.ts';
import type { ObjectStore } from './objectStore.ts';
import { openApi } from './openApi.ts';
import { parseRequestPath, type RequestTarget } from './requestTarget.ts';
import { groupVersionOf, type ResourceKind } from './resourceKinds.ts';
import { fieldSelector, labelSelector, type Predicate } from './selectors.ts';
import { streamWatch } from './watchStream.ts';
import { createObject, deleteObject, patchObject, updateObject, type WriteOptions } from './writeVerbs.ts';

/** One request the stand-in got, for tests that count them. */
export interface RecordedRequest {
  readonly verb: string;
  /** Path with its query. */
  readonly url: string;
  readonly userAgent: string;
}

export interface HandlerOptions {
  readonly store: ObjectStore;
  readonly kinds: readonly ResourceKind[];
  /** API groups that are not installed: their kinds are known to the rights, not to anything else. */
  readonly absentGroups: readonly string[];
  readonly faults: FaultInjector;
  readonly token: string;
  /** As Kubernetes names it in a 403. */
  readonly user: string;
  readonly gitVersion: string;
  readonly record: (request: RecordedRequest) => void;
}

/** Answers requests as the Kubernetes API server does. */
export function kubernetesApiHandler(options: HandlerOptions) {
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const url = new URL(request.url ?? '/', 'http://localhost');
    const target = parseRequestPath(url.pathname, options.kinds);
    const verb = verbOf(request.method ?? 'GET', target, url.searchParams);
    const userAgent = request.headers['user-agent'] ?? '';
    options.record({ verb, url: url.pathname + url.search, userAgent });
    try {
      const fault = options.faults.next(verb, target);
      if (fault && (await meetFault(fault, verb, target, options.user, response))) return;
      if (request.headers.authorization !== `Bearer ${options.token}`) throw unauthorized();
      await answer({ ...options, request, response, url, target, verb });
    } catch (error) {
      const status = error instanceof ApiStatus ? error : new ApiStatus(500, 'InternalError', String(error));
      sendJson(response, status.code, status);
    }
  };
}

interface Exchange extends HandlerOptions {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly url: URL;
  readonly target: RequestTarget | null;
  readonly verb: string;
}

async function answer(exchange: Exchange): Promise<void> {
  const { url, target, verb, request, response, store, kinds } = exchange;
  if (target === null) {
    if (['/healthz', '/livez', '/readyz'].includes(url.pathname)) return void response.end('ok');
    const accept = request.headers.accept ?? '';
    const served = kinds.filter(({ group }) => !exchange.absentGroups.includes(group));
    const found =
      discover(url.pathname, accept, served, exchange.gitVersion) ?? openApi(url.pathname, served);
    if (found === null) return sendNoSuchPath(response);
    return sendJson(response, 200, found, aggregatedType(found));
  }
  if (exchange.absentGroups.includes(target.resource.group)) return sendNoSuchPath(response);
  if (target.subresource !== null && target.subresource !== 'status') throw noSuchPath();
  const wanted = selection(url.searchParams);
  if (verb === 'watch') return streamWatch(store, target, wanted, url.searchParams, response);
  if (verb === 'list') return sendJson(response, 200, listObjects(exchange, target, wanted));
  await answerObject(exchange, target);
}

async function answerObject(
  { verb, store, request, response, url }: Exchange,
  target: RequestTarget,
): Promise<void> {
  const { resource, namespace } = target;
  const write = writeOptions(url.searchParams, request.headers['user-agent'] ?? '');
  if (verb === 'create') {
    const { code, object } = createObject(store, { resource, namespace }, await readJson(request), write);
    return sendJson(response, code, object);
  }
  if (target.name === null)
    throw new ApiStatus(
      405,
      'MethodNotAllowed',
      'the server does not allow this method on the requested resource',
    );
  const key = { resource, namespace, name: target.name };
  switch (verb) {
    case 'get':
      return sendJson(response, 200, store.get(key));
    case 'update':
      return sendJson(response, 200, updateObject(store, key, await readJson(request), write).object);
    case 'patch': {
      const mediaType = (request.headers['content-type'] ?? '').split(';', 1)[0] ?? '';
      const { code, object } = patchObject(store, key, mediaType, await readBody(request), write);
      return sendJson(response, code, object);
    }
    default:
      return sendJson(response, 200, deleteObject(store, key, write.dryRun));
  }
}

function listObjects(
  { store, url }: Exchange,
  { resource, namespace }: RequestTarget,
  wanted: Predicate,
): unknown {
  const limit = Number(url.searchParams.get('limit') ?? 0) || null;
  const token = url.searchParams.get('continue') || null;
  const page = store.page(() => store.all(resource, namespace, wanted), limit, token);
  const filtered = url.searchParams.has('labelSelector') || url.searchParams.has('fieldSelector');
  return {
    kind: `${resource.kind}List`,
    apiVersion: groupVersionOf(resource),
    metadata: {
      resourceVersion: String(page.revision),
      ...(page.next === null ? {} : { continue: page.next }),
      ...(page.next === null || filtered ? {} : { remainingItemCount: page.remaining }),
    },
    items: page.items,
  };
}

function verbOf(method: string, target: RequestTarget | null, search: URLSearchParams): string {
  switch (method) {
    case 'GET':
      if (target === null || target.name !== null) return 'get';
      return ['true', '1'].includes(search.get('watch') ?? '') ? 'watch' : 'list';
    case 'POST':
      return 'create';
    case 'PUT':
      return 'update';
    case 'PATCH':
      return 'patch';
    default:
      return method.toLowerCase();
  }
}

function selection(search: URLSearchParams): Predicate {
  const byLabel = labelSelector(search.get('labelSelector') ?? '');
  const byField = fieldSelector(search.get('fieldSelector') ?? '');
  return object => byLabel(object) && byField(object);
}

const writeOptions = (search: URLSearchParams, userAgent: string): WriteOptions => ({
  dryRun: search.get('dryRun') === 'All',
  // Without a name the server takes the program's, as the user agent gives it: `kubectl/v1.32 …`.
  fieldManager: search.get('fieldManager') ?? userAgent.split('/', 1)[0] ?? '',
  force: search.get('force') === 'true',
});

const aggregatedType = (found: unknown): string =>
  typeof found === 'object' && found !== null && 'kind' in found && found.kind === 'APIGroupDiscoveryList'
    ? 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList'
    : 'application/json';

function sendJson(response: ServerResponse, code: number, body: unknown, type = 'application/json'): void {
  response.writeHead(code, { 'Content-Type': type }).end(JSON.stringify(body));
}

/** Of a path that is none of its own the API server says so in plain text. */
function sendNoSuchPath(response: ServerResponse): void {
  response.writeHead(404, { 'Content-Type': 'text/plain; charset=utf-8' }).end('404 page not found\n');
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  try {
    return JSON.parse(await readBody(request));
  } catch (error) {
    throw badRequest(`the body is not JSON: ${String(error)}`);
  }
}
