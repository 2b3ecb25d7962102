/**
 * Which fields of a cluster's settings ({@link clusterConfigSchema}) are secrets, and which name files of
 * this machine. Fields are told by JSON pointers (RFC 6901) into the settings as people give them.
 */
const HTTP_SOURCES = ['prometheus', 'opencost', 'grid', 'grid/*'] as const;
const below = (...fields: readonly string[]): string[] =>
  HTTP_SOURCES.flatMap(source => fields.map(field => `${source}/${field}`));

/** `*` stands for any one part. */
const SECRET_FIELDS = [
  ...below(
    'auth/token',
    'auth/password',
    'auth/secretAccessKey',
    'auth/sessionToken',
    'headers/*',
    'tls/key',
  ),
  ...['grid/token', 'grid/password', 'grid/*/token', 'grid/*/password'],
  'kubernetes/token',
  ...['registry/credentials/*/password', 'registry/credentials/*/token'],
].map(pattern => pattern.split('/'));

const FILE_FIELDS = [
  ...below('tls/caFile', 'tls/certificateFile', 'tls/keyFile'),
  ...['recording', 'kubernetes/file', 'kubernetes/caFile', 'prices/file', 'grid/file', 'grid/*/file'],
].map(pattern => pattern.split('/'));

type Path = readonly string[];

const matches = (path: Path, patterns: readonly Path[]): boolean =>
  patterns.some(
    pattern =>
      pattern.length === path.length && pattern.every((part, index) => part === '*' || part === path[index]),
  );

const pointerOf = (path: Path): string =>
  path.map(part => `/${part.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');

const pathOf = (pointer: string): Path =>
  pointer
    .split('/')
    .slice(1)
    .map(part => part.replaceAll('~1', '/').replaceAll('~0', '~'));

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The value with each text in it mapped; a text that becomes `undefined` leaves its object. */
function mapTexts(
  value: unknown,
  map: (text: string, path: Path) => string | undefined,
  path: Path = [],
): unknown {
  if (typeof value === 'string') return map(value, path);
  if (Array.isArray(value)) return value.map((item, index) => mapTexts(item, map, [...path, String(index)]));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .map(([name, item]) => [name, mapTexts(item, map, [...path, name])] as const)
      .filter(([, item]) => item !== undefined),
  );
}

/** User name and password in a URL. */
const USER_INFO = /^(https?:\/\/)[^/?#]*@/i;

export interface SeparatedSettings {
  readonly settings: Readonly<Record<string, unknown>>;
  /** By JSON pointer. */
  readonly secrets: ReadonlyMap<string, string>;
}

/** Takes the secrets out of settings; user names and passwords in URLs are left out of both. */
export function separateSecrets(given: Readonly<Record<string, unknown>>): SeparatedSettings {
  const secrets = new Map<string, string>();
  const settings = mapTexts(given, (text, path) => {
    if (!matches(path, SECRET_FIELDS)) return text.replace(USER_INFO, '$1');
    secrets.set(pointerOf(path), text);
    return undefined;
  });
  return { settings: isObject(settings) ? settings : {}, secrets };
}

/** Puts secrets where they were; one whose place is gone is told to `onLost` and left out. */
export function joinSecrets(
  { settings, secrets }: SeparatedSettings,
  onLost: (field: string) => void,
): Readonly<Record<string, unknown>> {
  let joined: Readonly<Record<string, unknown>> = settings;
  for (const [field, text] of secrets) {
    const next = withText(joined, pathOf(field), text);
    if (isObject(next)) joined = next;
    else onLost(field);
  }
  return joined;
}

/** `undefined` where there is no such place. */
function withText(value: unknown, [head, ...rest]: Path, text: string): unknown {
  if (head === undefined) return text;
  if (Array.isArray(value)) {
    const index = Number(head);
    const next = rest.length === 0 ? undefined : withText(value[index], rest, text);
    return next === undefined ? undefined : value.with(index, next);
  }
  if (!isObject(value)) return undefined;
  const next = rest.length === 0 ? text : withText(value[head], rest, text);
  if (next === undefined) return undefined;
  // Not a spread with a computed name: `__proto__` may be the name of a header.
  return Object.fromEntries([...Object.entries(value).filter(([name]) => name !== head), [head, next]]);
}

/** Pointers to fields that name files of this machine. */
export function fileFieldsOf(settings: unknown): readonly string[] {
  const found: string[] = [];
  mapTexts(settings, (text, path) => {
    if (matches(path, FILE_FIELDS)) found.push(pointerOf(path));
    return text;
  });
  return found;
}

/** Pointers to URLs that have a user name or password in them. */
export function urlsWithCredentials(settings: unknown): readonly string[] {
  const found: string[] = [];
  mapTexts(settings, (text, path) => {
    if (!matches(path, SECRET_FIELDS) && USER_INFO.test(text)) found.push(pointerOf(path));
    return text;
  });
  return found;
}

/**
 * Whom a secret is sent to: the origin of the URL that stands beside or above it, for an image registry the
 * mirror or the host; `null` where the kind of source decides that.
 */
export function destinationOf(settings: Readonly<Record<string, unknown>>, field: string): string | null {
  const path = pathOf(field);
  if (path[0] === 'registry') {
    const host = path[2] ?? '';
    return String(at(settings, ['registry', 'endpoints', host]) ?? host);
  }
  for (let length = path.length - 1; length > 0; length -= 1) {
    const holder = at(settings, path.slice(0, length));
    const url = at(holder, ['url']) ?? at(holder, ['server']);
    if (typeof url === 'string' && URL.canParse(url)) return new URL(url).origin;
  }
  return null;
}

function at(value: unknown, [head, ...rest]: Path): unknown {
  if (head === undefined) return value;
  if (!isObject(value) && !Array.isArray(value)) return undefined;
  return at(Object.entries(value).find(([name]) => name === head)?.[1], rest);
}
