import { join } from 'node:path';
import { defaultDatabaseDirectory } from './defaultDatabaseDirectory.ts';

describe('defaultDatabaseDirectory', () => {
  it.each<[NodeJS.Platform, NodeJS.ProcessEnv, string]>([
    ['linux', {}, join('/home/ada', '.local', 'share', 'greenops', 'postgres')],
    ['linux', { XDG_DATA_HOME: '/data' }, join('/data', 'greenops', 'postgres')],
    ['linux', { XDG_DATA_HOME: '' }, join('/home/ada', '.local', 'share', 'greenops', 'postgres')],
    ['darwin', {}, join('/home/ada', 'Library', 'Application Support', 'greenops', 'postgres')],
    ['win32', { LOCALAPPDATA: '/local' }, join('/local', 'greenops', 'postgres')],
    ['win32', {}, join('/home/ada', 'AppData', 'Local', 'greenops', 'postgres')],
  ])('is the data folder of a user on %s with %p', (platform, environment, directory) => {
    expect(defaultDatabaseDirectory(platform, environment, '/home/ada')).toBe(directory);
  });
});
