import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const SKIPPED = new Set(['node_modules', 'dist', 'dist-types', 'coverage']);

function* filesBelow(path: string): Generator<string> {
  if (!statSync(path).isDirectory()) {
    yield path;
    return;
  }
  for (const name of readdirSync(path).sort()) {
    if (!SKIPPED.has(name) && !name.includes('.test.')) yield* filesBelow(join(path, name));
  }
}

/** Hash of everything a build reads, so that it is made again exactly when it would differ. */
export function sourceStamp(root: string, paths: readonly string[]): string {
  const hash = createHash('sha256');
  for (const path of paths) {
    for (const file of filesBelow(join(root, path))) hash.update(file).update(readFileSync(file));
  }
  return hash.digest('hex');
}

const stampFile = (output: string): string => join(output, '.source-stamp');

export const isUpToDate = (output: string, stamp: string): boolean =>
  existsSync(stampFile(output)) && readFileSync(stampFile(output), 'utf8') === stamp;

export const markUpToDate = (output: string, stamp: string): void => writeFileSync(stampFile(output), stamp);
