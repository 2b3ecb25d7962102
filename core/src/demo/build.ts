import { mkdir, stat } from 'node:fs/promises';
import { DEMO_DIRECTORY, writeDemoRecordings } from './demoRecordings.ts';

/**
 * Makes the demo recordings anew, after any change of what is generated:
 * `node core/src/demo/build.ts [directory]`, by default those in the repository.
 */
const directory = process.argv[2] ?? DEMO_DIRECTORY;
await mkdir(directory, { recursive: true });
for (const file of await writeDemoRecordings(directory)) {
  process.stdout.write(`${file} ${((await stat(file)).size / 1e6).toFixed(2)} MB\n`);
}
