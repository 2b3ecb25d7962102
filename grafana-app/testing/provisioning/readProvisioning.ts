import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

export const REPOSITORY = join(__dirname, '../../..');

/** A file of the repository, parsed by what its name says it is. */
export function readParsed(path: string): unknown {
  const text = readFileSync(join(REPOSITORY, path), 'utf8');
  return path.endsWith('.json') ? JSON.parse(text) : parse(text);
}

/** Paths of the JSON and YAML files below a folder of the repository. */
export const parsedFilesBelow = (folder: string): readonly string[] =>
  readdirSync(join(REPOSITORY, folder), { recursive: true, encoding: 'utf8' })
    .filter(name => /\.(json|ya?ml)$/.test(name))
    .map(name => join(folder, name))
    .sort();
