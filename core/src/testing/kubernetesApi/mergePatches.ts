import { badRequest } from './apiStatus.ts';
import { isSet, itemSegment, listKeys } from './fieldPaths.ts';
import { isJsonObject, type JsonObject, omit } from './kubernetesObject.ts';

/** JSON merge patch (RFC 7386): `null` removes, objects merge, all else replaces. */
export function mergePatch(target: unknown, patch: unknown): unknown {
  if (!isJsonObject(patch)) return patch;
  const merged: Record<string, unknown> = isJsonObject(target) ? { ...target } : {};
  for (const [field, value] of Object.entries(patch)) {
    if (value === null) delete merged[field];
    else merged[field] = mergePatch(merged[field], value);
  }
  return merged;
}

/** Strategic merge patch: as above, but lists with merge keys are merged by them; `$patch: delete|replace` is obeyed. */
export function strategicMergePatch(target: unknown, patch: unknown, field = ''): unknown {
  if (Array.isArray(patch)) return mergeLists(Array.isArray(target) ? target : [], patch, field);
  if (!isJsonObject(patch)) return patch;
  const { $patch: directive, ...changes } = patch;
  if (directive === 'replace') return changes;
  const merged: Record<string, unknown> = isJsonObject(target) ? { ...target } : {};
  for (const [name, value] of Object.entries(changes)) {
    // `$setElementOrder/…` and `$retainKeys` only order or guard what the merge below does anyway.
    if (name.startsWith('$')) continue;
    if (value === null) delete merged[name];
    else merged[name] = strategicMergePatch(merged[name], value, name);
  }
  return merged;
}

function mergeLists(target: readonly unknown[], patch: readonly unknown[], field: string): unknown {
  if (patch.some(item => isJsonObject(item) && item['$patch'] === 'replace')) {
    return patch.filter(item => !(isJsonObject(item) && '$patch' in item));
  }
  if (isSet(field)) return [...new Set([...target, ...patch])];
  const keys = listKeys(field, [...target, ...patch]);
  if (keys === null) return patch;
  const merged = new Map(target.map(item => [itemSegment(item, keys), item]));
  for (const item of patch) {
    const segment = itemSegment(item, keys);
    if (isJsonObject(item) && item['$patch'] === 'delete') merged.delete(segment);
    else merged.set(segment, strategicMergePatch(merged.get(segment), item));
  }
  return [...merged.values()];
}

/** JSON patch (RFC 6902): add, remove, replace, test, move, copy. */
export function jsonPatch(target: unknown, operations: unknown): unknown {
  if (!Array.isArray(operations)) throw badRequest('a JSON patch must be a list of operations');
  return operations.reduce<unknown>(
    (document, operation) => applyOperation(document, operation as JsonObject),
    target,
  );
}

function applyOperation(document: unknown, operation: JsonObject): unknown {
  const path = pointer(operation['path']);
  switch (operation['op']) {
    case 'add':
      return place(document, path, operation['value'], true);
    case 'replace':
      read(document, path);
      return place(document, path, operation['value'], false);
    case 'remove':
      return remove(document, path);
    case 'copy':
      return place(document, path, read(document, pointer(operation['from'])), true);
    case 'move': {
      const from = pointer(operation['from']);
      return place(remove(document, from), path, read(document, from), true);
    }
    case 'test':
      if (JSON.stringify(read(document, path)) !== JSON.stringify(operation['value'])) {
        throw badRequest(`testing path ${String(operation['path'])} value failed`);
      }
      return document;
    default:
      throw badRequest(`unexpected kind of JSON patch operation: ${String(operation['op'])}`);
  }
}

const pointer = (text: unknown): string[] =>
  String(text)
    .split('/')
    .slice(1)
    .map(part => part.replaceAll('~1', '/').replaceAll('~0', '~'));

const missing = (path: readonly string[]) => badRequest(`the path /${path.join('/')} does not exist`);

function read(document: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((value, part) => {
    const next = Array.isArray(value)
      ? (value as unknown[])[Number(part)]
      : isJsonObject(value)
        ? value[part]
        : undefined;
    if (next === undefined) throw missing(path);
    return next;
  }, document);
}

function place(document: unknown, path: readonly string[], value: unknown, insert: boolean): unknown {
  const [part, ...rest] = path;
  if (part === undefined) return value;
  if (Array.isArray(document)) {
    const items: unknown[] = [...(document as unknown[])];
    const index = part === '-' ? items.length : Number(part);
    if (rest.length > 0) items[index] = place(items[index], rest, value, insert);
    else items.splice(index, insert ? 0 : 1, value);
    return items;
  }
  if (!isJsonObject(document)) throw missing(path);
  return { ...document, [part]: place(document[part], rest, value, insert) };
}

function remove(document: unknown, path: readonly string[]): unknown {
  const [part, ...rest] = path;
  if (part === undefined) return undefined;
  read(document, path);
  if (Array.isArray(document)) {
    const items: unknown[] = [...(document as unknown[])];
    if (rest.length > 0) items[Number(part)] = remove(items[Number(part)], rest);
    else items.splice(Number(part), 1);
    return items;
  }
  const object = document as JsonObject;
  if (rest.length > 0) return { ...object, [part]: remove(object[part], rest) };
  return omit(object, part);
}
