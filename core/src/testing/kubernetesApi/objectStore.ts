import { randomUUID } from 'node:crypto';
import { alreadyExists, expired, modified, notFound } from './apiStatus.ts';
import { jsonEqual, type KubernetesObject } from './kubernetesObject.ts';
import type { ResourceKind } from './resourceKinds.ts';
import type { Predicate } from './selectors.ts';

export interface ObjectKey {
  readonly resource: ResourceKind;
  /** `null` for cluster-scoped resources. */
  readonly namespace: string | null;
  readonly name: string;
}

export interface WatchEvent {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED';
  readonly object: KubernetesObject;
  readonly revision: number;
}

export interface ListPage {
  readonly items: readonly KubernetesObject[];
  readonly revision: number;
  /** Token of the next page; `null` on the last. */
  readonly next: string | null;
  readonly remaining: number;
}

interface Snapshot {
  readonly items: readonly KubernetesObject[];
  readonly revision: number;
}

const keyText = (namespace: string | null, name: string): string => `${namespace ?? ''}/${name}`;

/** Objects as etcd keeps them behind an API server: versioned, listed in snapshots, watched. Objects are never changed in place. */
export class ObjectStore {
  private readonly objects = new Map<ResourceKind, Map<string, KubernetesObject>>();
  private readonly snapshots = new Map<string, Snapshot>();
  private readonly watchers = new Set<(resource: ResourceKind, event: WatchEvent) => void>();
  private history: { resource: ResourceKind; event: WatchEvent }[] = [];
  private oldestRevision = 1;
  private current = 1;

  get revision(): number {
    return this.current;
  }

  get({ resource, namespace, name }: ObjectKey): KubernetesObject {
    const object = this.find({ resource, namespace, name });
    if (!object) throw notFound(resource, name);
    return object;
  }

  find({ resource, namespace, name }: ObjectKey): KubernetesObject | undefined {
    return this.objects.get(resource)?.get(keyText(namespace, name));
  }

  /** In the order of their keys, as etcd gives them. */
  all(resource: ResourceKind, namespace: string | null, wanted: Predicate): KubernetesObject[] {
    return [...(this.objects.get(resource) ?? [])]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([, object]) => object)
      .filter(object => (namespace === null || object.metadata.namespace === namespace) && wanted(object));
  }

  /** A page of a list; all pages of one list show the same moment. */
  page(list: () => KubernetesObject[], limit: number | null, token: string | null): ListPage {
    const { snapshot, offset } = this.openSnapshot(list, token);
    const end = limit === null ? snapshot.items.length : offset + limit;
    const remaining = Math.max(0, snapshot.items.length - end);
    const items = snapshot.items.slice(offset, end);
    if (remaining === 0) return { items, revision: snapshot.revision, next: null, remaining };
    const id = token === null ? randomUUID() : (decodeToken(token)?.id ?? '');
    this.snapshots.set(id, snapshot);
    return { items, revision: snapshot.revision, next: encodeToken(id, end), remaining };
  }

  private openSnapshot(
    list: () => KubernetesObject[],
    token: string | null,
  ): { snapshot: Snapshot; offset: number } {
    if (token === null) return { snapshot: { items: list(), revision: this.current }, offset: 0 };
    const decoded = decodeToken(token);
    const snapshot = decoded && this.snapshots.get(decoded.id);
    if (!decoded || !snapshot) {
      throw expired('The provided continue parameter is too old to display a consistent list result.');
    }
    return { snapshot, offset: decoded.offset };
  }

  create(key: ObjectKey, object: KubernetesObject): KubernetesObject {
    if (this.find(key)) throw alreadyExists(key.resource, key.name);
    return this.write(key, object, 'ADDED');
  }

  /** Replaces an object; a resourceVersion that it carries must still be the newest. Nothing happens where nothing changes. */
  update(key: ObjectKey, object: KubernetesObject): KubernetesObject {
    const before = this.get(key);
    const version = object.metadata.resourceVersion;
    if (version !== undefined && version !== '' && version !== before.metadata.resourceVersion) {
      throw modified(key.resource, key.name);
    }
    const same = {
      ...object,
      metadata: { ...object.metadata, resourceVersion: before.metadata.resourceVersion },
    };
    return jsonEqual(same, before) ? before : this.write(key, object, 'MODIFIED');
  }

  delete(key: ObjectKey): KubernetesObject {
    const object = this.get(key);
    this.objects.get(key.resource)?.delete(keyText(key.namespace, key.name));
    this.current += 1;
    const metadata = { ...object.metadata, resourceVersion: String(this.current) };
    this.publish(key.resource, { type: 'DELETED', object: { ...object, metadata }, revision: this.current });
    return object;
  }

  /**
   * Events after `since`, then all later ones until the returned function is called.
   *
   * @throws ApiStatus 410 where events after `since` are no longer kept
   */
  watch(since: number, listener: (resource: ResourceKind, event: WatchEvent) => void): () => void {
    if (since < this.oldestRevision) {
      throw expired(`too old resource version: ${since} (${this.oldestRevision})`);
    }
    for (const { resource, event } of this.history) if (event.revision > since) listener(resource, event);
    this.watchers.add(listener);
    return () => this.watchers.delete(listener);
  }

  /** Forgets old events and snapshots, as etcd's compaction does: older watches and lists get 410. */
  compact(): void {
    this.current += 1;
    this.oldestRevision = this.current;
    this.history = [];
    this.snapshots.clear();
  }

  private write(key: ObjectKey, object: KubernetesObject, type: 'ADDED' | 'MODIFIED'): KubernetesObject {
    this.current += 1;
    const stored = { ...object, metadata: { ...object.metadata, resourceVersion: String(this.current) } };
    const kept = this.objects.get(key.resource) ?? new Map<string, KubernetesObject>();
    this.objects.set(key.resource, kept.set(keyText(key.namespace, key.name), stored));
    this.publish(key.resource, { type, object: stored, revision: this.current });
    return stored;
  }

  private publish(resource: ResourceKind, event: WatchEvent): void {
    this.history.push({ resource, event });
    for (const watcher of this.watchers) watcher(resource, event);
  }
}

const encodeToken = (id: string, offset: number): string =>
  Buffer.from(JSON.stringify({ id, offset })).toString('base64url');

function decodeToken(token: string): { id: string; offset: number } | null {
  try {
    return JSON.parse(Buffer.from(token, 'base64url').toString('utf8')) as { id: string; offset: number };
  } catch {
    // Not one of our tokens; the caller answers 410 as for one that is too old.
    return null;
  }
}
