import type { ServerResponse } from 'node:http';
import { ApiStatus } from './apiStatus.ts';
import type { KubernetesObject } from './kubernetesObject.ts';
import type { ObjectStore, WatchEvent } from './objectStore.ts';
import type { RequestTarget } from './requestTarget.ts';
import { groupVersionOf } from './resourceKinds.ts';
import type { Predicate } from './selectors.ts';

/** How often a watcher that wants bookmarks gets one; a real server takes about a minute, tests cannot wait for that. */
const BOOKMARK_MILLISECONDS = 500;

/** Answers a watch: one JSON object a line until the client goes, the time is over or the server stops. */
export function streamWatch(
  store: ObjectStore,
  target: RequestTarget,
  wanted: Predicate,
  search: URLSearchParams,
  response: ServerResponse,
): void {
  const send = (type: string, object: unknown): void =>
    void response.write(`${JSON.stringify({ type, object })}\n`);
  const isWanted = (object: KubernetesObject): boolean =>
    (target.namespace === null || object.metadata.namespace === target.namespace) && wanted(object);
  response.writeHead(200, { 'Content-Type': 'application/json', 'Transfer-Encoding': 'chunked' });
  response.flushHeaders();

  const since = search.get('resourceVersion') ?? '';
  const fromNow = since === '' || since === '0';
  if (fromNow || search.get('sendInitialEvents') === 'true') {
    for (const object of store.all(target.resource, target.namespace, wanted)) send('ADDED', object);
  }
  if (search.get('sendInitialEvents') === 'true') {
    send('BOOKMARK', bookmark(target, store.revision, { 'k8s.io/initial-events-end': 'true' }));
  }
  try {
    const stop = store.watch(fromNow ? store.revision : Number(since), (resource, event) => {
      if (resource === target.resource)
        for (const { type, object } of seenThrough(isWanted, event)) send(type, object);
    });
    const timers = [
      ...(search.get('allowWatchBookmarks') === 'true'
        ? [setInterval(() => send('BOOKMARK', bookmark(target, store.revision)), BOOKMARK_MILLISECONDS)]
        : []),
      ...(search.has('timeoutSeconds')
        ? [setTimeout(() => response.end(), Number(search.get('timeoutSeconds')) * 1000)]
        : []),
    ];
    response.once('close', () => {
      stop();
      for (const timer of timers) clearInterval(timer);
    });
  } catch (error) {
    if (!(error instanceof ApiStatus)) throw error;
    send('ERROR', error);
    response.end();
  }
}

/** A change of an object as a watcher with a selector sees it. An object that stops matching is gone for it. */
function seenThrough(isWanted: Predicate, event: WatchEvent): { type: string; object: KubernetesObject }[] {
  if (isWanted(event.object)) return [event];
  return event.type === 'MODIFIED' ? [{ type: 'DELETED', object: event.object }] : [];
}

const bookmark = (target: RequestTarget, revision: number, annotations?: Record<string, string>) => ({
  kind: target.resource.kind,
  apiVersion: groupVersionOf(target.resource),
  metadata: { resourceVersion: String(revision), ...(annotations ? { annotations } : {}) },
});
