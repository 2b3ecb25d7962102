import { mkdir, stat } from 'node:fs/promises';
import { DEMO_DIRECTORY, writeDemoRecordings } from './demoRecordings.ts';

/** Makes the demo recordings anew: `node core/src/demo/build.ts`, after any change of what is generated. */
await mkdir(DEMO_DIRECTORY, { recursive: true });
for (const file of await writeDemoRecordings(DEMO_DIRECTORY)) {
  process.stdout.write(`${file} ${((await stat(file)).size / 1e6).toFixed(2)} MB\n`);
}
