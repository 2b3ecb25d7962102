import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { InvalidInputError } from '../../model/index.ts';

/** Folders of real data that tests read and that are not part of the repository. */
export type DataSet =
  | 'bitbrains-rnd'
  | 'carbon'
  | 'k8s-expositions'
  | 'kepler'
  | 'manifests'
  | 'nab-cloudwatch'
  | 'nezha-pods'
  | 'opencost'
  | 'planetlab-cpu';

const repository = fileURLToPath(new URL('../../../../', import.meta.url));

/** `GREENOPS_DATA`, else the folder `shared/data` beside the repository. */
export const dataRoot = (): string =>
  path.resolve(process.env['GREENOPS_DATA'] ?? path.join(repository, '../shared/data'));

/** Folder of a data set; `null` where it is not on this machine. */
export function findDataSet(set: DataSet): string | null {
  const folder = path.join(dataRoot(), set);
  return existsSync(folder) ? folder : null;
}

/**
 * Path of a file of a data set.
 *
 * @throws InvalidInputError where the set is not on this machine
 */
export function dataFile(set: DataSet, ...parts: string[]): string {
  const folder = findDataSet(set);
  if (folder === null) {
    throw new InvalidInputError(
      `the data set ${set} is not in ${dataRoot()}`,
      'set GREENOPS_DATA to the folder that has the data sets',
    );
  }
  return path.join(folder, ...parts);
}

/** Text of a file of a data set, unpacked where it is gzipped. */
export function readDataFile(set: DataSet, ...parts: string[]): string {
  const file = dataFile(set, ...parts);
  const content = readFileSync(file);
  return (file.endsWith('.gz') ? gunzipSync(content) : content).toString('utf8');
}
