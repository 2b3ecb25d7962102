import { mkdir, mkdtemp, readFile, readlink, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { linkLibraries } from './npmBinaries.ts';

describe('linkLibraries', () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'greenops-links-'));
    await mkdir(join(folder, 'native', 'lib'), { recursive: true });
    await writeFile(join(folder, 'native', 'lib', 'libicuuc.so.60.2'), 'library');
    await writeFile(
      join(folder, 'native', 'pg-symlinks.json'),
      JSON.stringify([{ source: 'native/lib/libicuuc.so.60.2', target: 'native/lib/libicuuc.so.60' }]),
    );
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('makes the links that npm could not ship, as often as it is asked', async () => {
    await linkLibraries(join(folder, 'native'));
    await linkLibraries(join(folder, 'native'));
    const link = join(folder, 'native', 'lib', 'libicuuc.so.60');
    expect(await readlink(link)).toBe('libicuuc.so.60.2');
    expect(await readFile(link, 'utf8')).toBe('library');
  });
});
