import { homedir } from 'node:os';
import { join } from 'node:path';

/** Where the system wants programs to keep a user's data, and `greenops/postgres` in it. */
export function defaultDatabaseDirectory(
  platform: NodeJS.Platform = process.platform,
  environment: NodeJS.ProcessEnv = process.env,
  home: string = homedir(),
): string {
  const data = {
    win32: environment['LOCALAPPDATA'] ?? join(home, 'AppData', 'Local'),
    darwin: join(home, 'Library', 'Application Support'),
  };
  const folder =
    platform === 'win32' || platform === 'darwin'
      ? data[platform]
      : environment['XDG_DATA_HOME'] || join(home, '.local', 'share');
  return join(folder, 'greenops', 'postgres');
}
