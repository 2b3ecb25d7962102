import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { type UnixSeconds, unixSecondsFromDate } from '../model/index.ts';
import { writeRecording } from '../observe/recording/index.ts';
import { demoClusters, GENERATOR } from './demoClusters.ts';

/** What the recordings in the repository are made of. */
export const DEMO_SEED = 20_261_116;
export const DEMO_END: UnixSeconds = unixSecondsFromDate(new Date('2026-11-16T00:00:00Z'));
export const DEMO_DAYS = 14;

/** A fifth of what the quantile sketches allow; finer would only make the files larger. */
const RELATIVE_ERROR = 0.002;

/** Where the recordings are kept. */
export const DEMO_DIRECTORY = fileURLToPath(new URL('../../../provisioning/recordings/', import.meta.url));

export const demoRecordingFile = (clusterId: string, directory = DEMO_DIRECTORY): string =>
  path.join(directory, `${clusterId}.greenops`);

/** Writes one recording per demo cluster and tells their files. */
export async function writeDemoRecordings(directory: string): Promise<string[]> {
  const files: string[] = [];
  for (const source of demoClusters({ seed: DEMO_SEED, end: DEMO_END, days: DEMO_DAYS })) {
    const file = demoRecordingFile(source.cluster.id, directory);
    await writeRecording(source, file, {
      relativeError: RELATIVE_ERROR,
      createdAt: DEMO_END,
      generator: { ...GENERATOR, seed: DEMO_SEED },
    });
    files.push(file);
  }
  return files;
}
