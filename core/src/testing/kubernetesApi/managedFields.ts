import { ApiStatus } from './apiStatus.ts';
import { fieldLeaves, fromFieldsV1, pathFromKey, pathLabel, toFieldsV1, withoutField } from './fieldPaths.ts';
import {
  type JsonObject,
  jsonEqual,
  type KubernetesObject,
  type ManagedFieldsEntry,
} from './kubernetesObject.ts';
import { strategicMergePatch } from './mergePatches.ts';

/** Fields that the server sets, which nobody owns. */
const SERVER_FIELDS =
  /^f:(apiVersion|kind)$|^f:metadata\u0000f:(name|namespace|uid|resourceVersion|generation|creationTimestamp|managedFields|generateName|selfLink)(\u0000|$)/;

type Leaves = ReturnType<typeof fieldLeaves>;

const ownable = (object: unknown): Leaves =>
  new Map([...fieldLeaves(object)].filter(([key]) => !SERVER_FIELDS.test(key)));

/** Gives an object that came without owners one, as the API server does before the first apply. */
export function withFirstOwner(object: KubernetesObject): KubernetesObject {
  if (object.metadata.managedFields?.length) return object;
  const fields = toFieldsV1(ownable(object).keys());
  return withEntries(object, [entry('before-first-apply', 'Update', object.apiVersion, fields)]);
}

/** Ownership after somebody changed the object without apply: the changed fields are theirs alone, removed ones nobody's. */
export function ownedAfterUpdate(
  before: KubernetesObject | null,
  after: KubernetesObject,
  manager: string,
): KubernetesObject {
  const old = ownable(before ?? {});
  const now = ownable(after);
  const changed = [...now]
    .filter(([key, leaf]) => !jsonEqual(old.get(key)?.value, leaf.value))
    .map(([key]) => key);
  const others = entriesOf(before).flatMap(existing => {
    if (existing.manager === manager && existing.operation === 'Update') return [];
    const kept = [...fromFieldsV1(existing.fieldsV1)].filter(key => now.has(key) && !changed.includes(key));
    return kept.length === 0 ? [] : [{ ...existing, fieldsV1: toFieldsV1(kept) }];
  });
  const mine = entriesOf(before).find(
    existing => existing.manager === manager && existing.operation === 'Update',
  );
  const stillMine = mine ? [...fromFieldsV1(mine.fieldsV1)].filter(key => now.has(key)) : [];
  const fields = toFieldsV1(new Set([...stillMine, ...changed]));
  const next =
    Object.keys(fields).length > 0 ? [entry(manager, 'Update', after.apiVersion, fields, mine)] : [];
  return withEntries(after, [...others, ...next]);
}

/**
 * Server-side apply: sets the applied fields, removes those that this manager applied before and no longer
 * does, and refuses to change a field of another manager unless forced.
 *
 * @throws ApiStatus 409 naming the other managers and the fields
 */
export function serverSideApply(
  live: KubernetesObject,
  applied: KubernetesObject,
  manager: string,
  force: boolean,
): KubernetesObject {
  const wanted = ownable(applied);
  const current = ownable(live);
  const isMine = (existing: ManagedFieldsEntry): boolean =>
    existing.manager === manager && existing.operation === 'Apply';
  const mine = entriesOf(live).find(isMine);
  const others = entriesOf(live).filter(existing => !isMine(existing));
  const conflicts = others.flatMap(other =>
    [...fromFieldsV1(other.fieldsV1)]
      .filter(key => wanted.has(key) && !jsonEqual(wanted.get(key)?.value, current.get(key)?.value))
      .map(key => ({ other, key })),
  );
  if (conflicts.length > 0 && !force) throw applyConflict(conflicts);
  const taken = new Set(conflicts.map(({ key }) => key));
  const kept = others.map(other => ({
    ...other,
    fieldsV1: toFieldsV1([...fromFieldsV1(other.fieldsV1)].filter(key => !taken.has(key))),
  }));
  const ownedByOthers = new Set(kept.flatMap(other => [...fromFieldsV1(other.fieldsV1)]));
  const given = mine ? [...fromFieldsV1(mine.fieldsV1)] : [];
  const pruned = given
    .filter(key => !wanted.has(key) && !ownedByOthers.has(key))
    .reduce<unknown>((object, key) => withoutField(object, pathFromKey(key)), live);
  const merged = strategicMergePatch(pruned, applied) as KubernetesObject;
  return withEntries(merged, [
    ...kept.filter(other => Object.keys(other.fieldsV1).length > 0),
    entry(manager, 'Apply', applied.apiVersion, toFieldsV1(wanted.keys()), mine),
  ]);
}

function applyConflict(conflicts: readonly { other: ManagedFieldsEntry; key: string }[]): ApiStatus {
  const causes = conflicts.map(({ other, key }) => ({
    reason: 'FieldManagerConflict',
    message: `conflict with "${other.manager}" using ${other.apiVersion}`,
    field: pathLabel(pathFromKey(key)),
  }));
  const plural = causes.length === 1 ? 'conflict' : 'conflicts';
  const list = causes.map(cause => `${cause.message}: ${cause.field}`).join(', ');
  return new ApiStatus(409, 'Conflict', `Apply failed with ${causes.length} ${plural}: ${list}`, { causes });
}

const entriesOf = (object: KubernetesObject | null): readonly ManagedFieldsEntry[] =>
  object?.metadata.managedFields ?? [];

const withEntries = (
  object: KubernetesObject,
  managedFields: readonly ManagedFieldsEntry[],
): KubernetesObject => ({
  ...object,
  metadata: { ...object.metadata, managedFields },
});

/** An entry keeps its time while its fields stay the same, so that applying the same again changes nothing. */
const entry = (
  manager: string,
  operation: 'Apply' | 'Update',
  apiVersion: string,
  fieldsV1: JsonObject,
  before?: ManagedFieldsEntry,
): ManagedFieldsEntry =>
  before && before.apiVersion === apiVersion && jsonEqual(before.fieldsV1, fieldsV1)
    ? before
    : { manager, operation, apiVersion, time: new Date().toISOString(), fieldsType: 'FieldsV1', fieldsV1 };
