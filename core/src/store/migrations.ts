import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { StoreError } from '../model/index.ts';

/** One file of `provisioning/supabase/migrations`. */
export interface Migration {
  /** 14 digits: when it was written, which is the order they run in. */
  readonly version: string;
  readonly name: string;
  readonly sql: string;
}

/** In a published package the files lie beside `dist`; in the repository where deployments find them. */
const PLACES = ['../../migrations/', '../../../provisioning/supabase/migrations/'];

function migrationsDirectory(): string {
  const places = PLACES.map(place => fileURLToPath(new URL(place, import.meta.url)));
  const found = places.find(place => existsSync(place));
  if (found !== undefined) return found;
  throw new StoreError(`the SQL migrations are not in ${places.join(' nor in ')}`, 'install GreenOps again');
}

/** All migrations of this version, oldest first. */
export async function readMigrations(directory: string = migrationsDirectory()): Promise<Migration[]> {
  const files = (await readdir(directory)).filter(file => file.endsWith('.sql')).sort();
  return Promise.all(
    files.map(async file => {
      const [, version, name] = /^(\d{14})_(\w+)\.sql$/.exec(file) ?? [];
      if (version === undefined || name === undefined) {
        throw new StoreError(
          `${file} is no name of a migration`,
          'name it <14 digits>_greenops_<what it brings>.sql',
        );
      }
      return { version, name, sql: await readFile(`${directory}/${file}`, 'utf8') };
    }),
  );
}

/**
 * Checksum of a migration however its text was cut: the Supabase CLI records single statements
 * without their semicolons, we record the file. White space never changes what these files do.
 */
export const migrationChecksum = (statements: readonly string[]): string =>
  createHash('sha256')
    .update(statements.join('').replace(/[\s;]+/g, ''))
    .digest('hex');
