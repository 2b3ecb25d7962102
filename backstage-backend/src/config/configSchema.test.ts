import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { greenopsConfigSchema } from './greenopsConfigSchema.ts';

interface JsonSchema {
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly items?: JsonSchema;
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly visibility?: string;
  readonly deepVisibility?: string;
}

/** What a schema is made of: properties and items one level down, alternatives at the same path. */
const partsOf = (
  { properties = {}, items, anyOf = [], oneOf = [] }: JsonSchema,
  path: string,
): [string, JsonSchema][] => [
  ...Object.entries(properties).map(([name, part]): [string, JsonSchema] => [`${path}.${name}`, part]),
  ...[...anyOf, ...oneOf].map((part): [string, JsonSchema] => [path, part]),
  ...(items ? [[`${path}[]`, items] satisfies [string, JsonSchema]] : []),
];

/** Every path that a schema declares, with how secret Backstage keeps it. */
function pathsOf(
  schema: JsonSchema,
  path = '',
  paths = new Map<string, string>(),
): ReadonlyMap<string, string> {
  if (!paths.has(path)) paths.set(path, schema.visibility ?? schema.deepVisibility ?? 'backend');
  for (const [at, part] of partsOf(schema, path)) pathsOf(part, at, paths);
  return paths;
}

const file = new URL('../../config.schema.json', import.meta.url);
const declared = pathsOf(JSON.parse(readFileSync(file, 'utf8')).properties.greenops);

describe('config.schema.json', () => {
  it('declares to Backstage exactly what the plugin reads', () => {
    const read = pathsOf(z.toJSONSchema(greenopsConfigSchema, { io: 'input' }) as JsonSchema);
    expect([...declared.keys()].sort()).toEqual([...read.keys()].sort());
  });

  it('marks as secret what must not reach a log or a browser', () => {
    const secrets = [...declared].filter(([, visibility]) => visibility === 'secret').map(([path]) => path);
    expect(secrets.sort()).toEqual([
      '.clusters[].grid.auth.password',
      '.clusters[].grid.auth.secretAccessKey',
      '.clusters[].grid.auth.sessionToken',
      '.clusters[].grid.auth.token',
      '.clusters[].grid.headers',
      '.clusters[].grid.password',
      '.clusters[].grid.tls.key',
      '.clusters[].grid.token',
      '.clusters[].grid[].auth.password',
      '.clusters[].grid[].auth.secretAccessKey',
      '.clusters[].grid[].auth.sessionToken',
      '.clusters[].grid[].auth.token',
      '.clusters[].grid[].headers',
      '.clusters[].grid[].password',
      '.clusters[].grid[].tls.key',
      '.clusters[].grid[].token',
      '.clusters[].kubernetes.token',
      '.clusters[].opencost.auth.password',
      '.clusters[].opencost.auth.secretAccessKey',
      '.clusters[].opencost.auth.sessionToken',
      '.clusters[].opencost.auth.token',
      '.clusters[].opencost.headers',
      '.clusters[].opencost.tls.key',
      '.clusters[].prometheus.auth.password',
      '.clusters[].prometheus.auth.secretAccessKey',
      '.clusters[].prometheus.auth.sessionToken',
      '.clusters[].prometheus.auth.token',
      '.clusters[].prometheus.headers',
      '.clusters[].prometheus.tls.key',
      '.clusters[].registry.credentials',
    ]);
  });
});
