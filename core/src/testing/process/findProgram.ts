import { accessSync, constants } from 'node:fs';
import path from 'node:path';

/** Full path of a program on the PATH (or of the given path itself); `null` where there is none. */
export function findProgram(name: string): string | null {
  const folders = name.includes('/') ? [''] : (process.env['PATH'] ?? '').split(path.delimiter);
  for (const folder of folders) {
    const candidate = path.join(folder, name);
    if (isExecutable(candidate)) return candidate;
  }
  return null;
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    // Absent or not executable: both mean that it cannot be run, which is the answer.
    return false;
  }
}
