import { randomUUID } from 'node:crypto';
import { parse } from 'yaml';
import { ApiStatus, badRequest, notFound } from './apiStatus.ts';
import { isJsonObject, jsonEqual, type KubernetesObject } from './kubernetesObject.ts';
import { ownedAfterUpdate, serverSideApply, withFirstOwner } from './managedFields.ts';
import { jsonPatch, mergePatch, strategicMergePatch } from './mergePatches.ts';
import type { ObjectKey, ObjectStore } from './objectStore.ts';
import { groupVersionOf } from './resourceKinds.ts';

export interface WriteOptions {
  readonly dryRun: boolean;
  readonly fieldManager: string;
  readonly force: boolean;
}

export interface Written {
  readonly code: 200 | 201;
  readonly object: KubernetesObject;
}

/** POST to a collection. */
export function createObject(
  store: ObjectStore,
  collection: Omit<ObjectKey, 'name'>,
  body: unknown,
  options: WriteOptions,
): Written {
  const given = parseObject(body);
  const name = given.metadata.name || generatedName(given.metadata.generateName);
  const key = { ...collection, name };
  const object = ownedAfterUpdate(null, born(key, given), options.fieldManager);
  if (!options.dryRun) return { code: 201, object: store.create(key, object) };
  if (store.find(key)) store.create(key, object);
  return { code: 201, object };
}

/** PUT of a whole object. */
export function updateObject(
  store: ObjectStore,
  key: ObjectKey,
  body: unknown,
  options: WriteOptions,
): Written {
  const before = withFirstOwner(store.get(key));
  const after = ownedAfterUpdate(before, identified(before, parseObject(body)), options.fieldManager);
  return { code: 200, object: options.dryRun ? after : store.update(key, withGeneration(before, after)) };
}

/** PATCH; the media type says which of the four kinds it is. */
export function patchObject(
  store: ObjectStore,
  key: ObjectKey,
  mediaType: string,
  body: string,
  options: WriteOptions,
): Written {
  if (mediaType === 'application/apply-patch+yaml') return applyObject(store, key, parse(body), options);
  const before = withFirstOwner(store.get(key));
  const patched = applyPatch(before, mediaType, body);
  const after = ownedAfterUpdate(before, identified(before, parseObject(patched)), options.fieldManager);
  return { code: 200, object: options.dryRun ? after : store.update(key, withGeneration(before, after)) };
}

function applyPatch(before: KubernetesObject, mediaType: string, body: string): unknown {
  switch (mediaType) {
    case 'application/json-patch+json':
      return jsonPatch(before, JSON.parse(body));
    case 'application/merge-patch+json':
      return mergePatch(before, JSON.parse(body));
    case 'application/strategic-merge-patch+json':
      return strategicMergePatch(before, JSON.parse(body));
    default:
      throw new ApiStatus(
        415,
        'UnsupportedMediaType',
        `the body of the request was in an unknown format - accepted media types include: application/json-patch+json, application/merge-patch+json, application/apply-patch+yaml, application/strategic-merge-patch+json`,
      );
  }
}

function applyObject(store: ObjectStore, key: ObjectKey, body: unknown, options: WriteOptions): Written {
  if (options.fieldManager === '')
    throw badRequest(
      'PatchOptions.meta.k8s.io "" is invalid: fieldManager: Required value: is required for apply patch',
    );
  const applied = parseObject(body);
  if (applied.metadata.managedFields?.length) throw badRequest('metadata.managedFields must be nil');
  const live = store.find(key);
  if (!live) {
    const object = serverSideApply(
      born(key, { ...applied, metadata: { name: key.name } }),
      applied,
      options.fieldManager,
      true,
    );
    return { code: 201, object: options.dryRun ? object : store.create(key, object) };
  }
  const before = withFirstOwner(live);
  const after = identified(before, serverSideApply(before, applied, options.fieldManager, options.force));
  return { code: 200, object: options.dryRun ? after : store.update(key, withGeneration(before, after)) };
}

/** DELETE of one object; the answer is a `Status`. */
export function deleteObject(store: ObjectStore, key: ObjectKey, dryRun: boolean): Record<string, unknown> {
  const object = dryRun ? store.get(key) : store.delete(key);
  const { group, plural } = key.resource;
  const details = {
    name: key.name,
    ...(group === '' ? {} : { group }),
    kind: plural,
    uid: object.metadata.uid,
  };
  return { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', details };
}

function parseObject(body: unknown): KubernetesObject {
  if (!isJsonObject(body) || !isJsonObject(body['metadata']))
    throw badRequest('the body is not a Kubernetes object');
  return body as unknown as KubernetesObject;
}

/** What the server fills in when an object comes into being. */
function born(key: ObjectKey, given: KubernetesObject): KubernetesObject {
  if (key.name === '') throw notFound(key.resource, key.name);
  return {
    ...given,
    apiVersion: groupVersionOf(key.resource),
    kind: key.resource.kind,
    metadata: {
      ...given.metadata,
      name: key.name,
      ...(key.namespace === null ? {} : { namespace: key.namespace }),
      uid: given.metadata.uid ?? randomUUID(),
      creationTimestamp: given.metadata.creationTimestamp ?? new Date().toISOString().replace(/\.\d+Z$/, 'Z'),
      generation: 1,
    },
  };
}

const SUFFIX_CHARACTERS = 5;
const generatedName = (prefix: string | undefined): string =>
  prefix ? prefix + randomUUID().replaceAll('-', '').slice(0, SUFFIX_CHARACTERS) : '';

/** The identity of an object cannot be changed by a request. */
const identified = (before: KubernetesObject, after: KubernetesObject): KubernetesObject => {
  const { name, namespace, uid, creationTimestamp, generation } = before.metadata;
  const kept = Object.entries({ name, namespace, uid, creationTimestamp, generation }).filter(
    ([, value]) => value !== undefined,
  );
  return {
    ...after,
    apiVersion: before.apiVersion,
    kind: before.kind,
    metadata: { ...after.metadata, ...(Object.fromEntries(kept) as { name: string }) },
  };
};

const withGeneration = (before: KubernetesObject, after: KubernetesObject): KubernetesObject =>
  jsonEqual(before['spec'], after['spec'])
    ? after
    : { ...after, metadata: { ...after.metadata, generation: (before.metadata.generation ?? 1) + 1 } };
