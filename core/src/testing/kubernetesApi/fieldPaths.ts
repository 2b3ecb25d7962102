import { isJsonObject, type JsonObject, jsonEqual, omit } from './kubernetesObject.ts';

/**
 * Fields of an object as server-side apply names them: `f:<field>` for a field, `k:{"name":"web"}` for an
 * item of a list that is merged by key, `v:"x"` for an item of a set. The path ends where a value is
 * replaced as a whole (scalars, atomic lists).
 */
export type FieldPath = readonly string[];

/**
 * Keys of the lists that Kubernetes merges by key, by the name of the field. A list that is not here is
 * atomic. (From the OpenAPI extensions `x-kubernetes-list-map-keys`.)
 */
const LIST_KEYS: Readonly<Record<string, readonly (readonly string[])[]>> = {
  containers: [['name']],
  initContainers: [['name']],
  ephemeralContainers: [['name']],
  env: [['name']],
  volumes: [['name']],
  volumeMounts: [['mountPath']],
  volumeDevices: [['devicePath']],
  ports: [
    ['containerPort', 'protocol'],
    ['port', 'protocol'],
  ],
  imagePullSecrets: [['name']],
  hostAliases: [['ip']],
  topologySpreadConstraints: [['topologyKey', 'whenUnsatisfiable']],
  conditions: [['type']],
  ownerReferences: [['uid']],
};

/** Values that the API server fills in for a key that is not given. */
const KEY_DEFAULTS: Readonly<Record<string, unknown>> = { protocol: 'TCP' };

/** Lists of scalars without order, to which each manager adds its own. */
const SETS: ReadonlySet<string> = new Set(['finalizers']);
export const isSet = (field: string): boolean => SETS.has(field);

/** Objects that are replaced as a whole. */
const ATOMIC: ReadonlySet<string> = new Set(['selector', 'nodeSelector', 'matchLabels']);

/** Keys by which the items of a list are told apart; `null` for an atomic list. */
export function listKeys(field: string, items: readonly unknown[]): readonly string[] | null {
  const candidates = LIST_KEYS[field] ?? [];
  return (
    candidates.find(keys => items.every(item => isJsonObject(item) && item[keys[0] ?? ''] !== undefined)) ??
    null
  );
}

/** Segment that names an item of a list merged by `keys`. */
export const itemSegment = (item: unknown, keys: readonly string[]): string =>
  `k:${JSON.stringify(
    Object.fromEntries(
      keys.map(key => [key, isJsonObject(item) ? (item[key] ?? KEY_DEFAULTS[key]) : undefined]),
    ),
  )}`;

/** All leaves of an object with their values, by the text of their path. */
export function fieldLeaves(object: unknown): Map<string, { path: FieldPath; value: unknown }> {
  const leaves = new Map<string, { path: FieldPath; value: unknown }>();
  const visit = (value: unknown, path: FieldPath, field: string): void => {
    const children = childrenOf(value, field);
    if (children === null || children.length === 0) {
      if (path.length > 0) leaves.set(pathKey(path), { path, value });
      return;
    }
    for (const [segment, child, name] of children) visit(child, [...path, segment], name);
  };
  visit(object, [], '');
  return leaves;
}

/** What lies below a value: segment, value, field name; `null` where it is replaced as a whole. */
function childrenOf(value: unknown, field: string): [string, unknown, string][] | null {
  if (isJsonObject(value)) {
    if (ATOMIC.has(field)) return null;
    return Object.entries(value).map(([name, child]) => [`f:${name}`, child, name]);
  }
  if (!Array.isArray(value) || value.length === 0) return null;
  const items: readonly unknown[] = value;
  if (isSet(field)) return items.map(item => [`v:${JSON.stringify(item)}`, item, '']);
  const keys = listKeys(field, items);
  return keys && items.map(item => [itemSegment(item, keys), item, '']);
}

export const pathKey = (path: FieldPath): string => path.join('\u0000');
export const pathFromKey = (key: string): FieldPath => key.split('\u0000');

/** `.spec.template.spec.containers[name="web"].image`, as in messages of the API server. */
export const pathLabel = (path: FieldPath): string =>
  path
    .map(segment => {
      if (segment.startsWith('f:')) return `.${segment.slice(2)}`;
      if (segment.startsWith('v:')) return `[=${segment.slice(2)}]`;
      const keys = JSON.parse(segment.slice(2)) as JsonObject;
      return `[${Object.entries(keys)
        .map(([key, value]) => `${key}=${JSON.stringify(value)}`)
        .join(',')}]`;
    })
    .join('');

/** `managedFields[].fieldsV1` of a set of paths, and back. */
export function toFieldsV1(keys: Iterable<string>): JsonObject {
  const root: Record<string, unknown> = {};
  for (const key of keys) {
    let node = root;
    for (const segment of pathFromKey(key)) {
      const below = node[segment];
      const next: Record<string, unknown> = isJsonObject(below) ? below : {};
      node[segment] = next;
      node = next;
    }
  }
  return root;
}

export function fromFieldsV1(fields: JsonObject): Set<string> {
  const keys = new Set<string>();
  const visit = (node: unknown, path: FieldPath): void => {
    const below = isJsonObject(node) ? Object.entries(node).filter(([segment]) => segment !== '.') : [];
    if (below.length === 0 && path.length > 0) keys.add(pathKey(path));
    for (const [segment, child] of below) visit(child, [...path, segment]);
  };
  visit(fields, []);
  return keys;
}

/** The object without the leaf at `path`; list items and objects that become empty go with it. */
export function withoutField(value: unknown, path: FieldPath, field = ''): unknown {
  const [segment, ...rest] = path;
  if (segment === undefined) return undefined;
  if (Array.isArray(value)) {
    const items: readonly unknown[] = value;
    const keys = listKeys(field, items) ?? [];
    return items.flatMap(item => {
      const here = segment.startsWith('v:') ? `v:${JSON.stringify(item)}` : itemSegment(item, keys);
      if (here !== segment) return [item];
      const left = withoutField(item, rest);
      return isJsonObject(left) && Object.keys(left).some(key => !keys.includes(key)) ? [left] : [];
    });
  }
  if (!isJsonObject(value)) return value;
  const name = segment.slice(2);
  const left = rest.length === 0 ? undefined : withoutField(value[name], rest, name);
  const others = omit(value, name);
  const empty = left === undefined || jsonEqual(left, []) || jsonEqual(left, {});
  return empty ? others : { ...others, [name]: left };
}
