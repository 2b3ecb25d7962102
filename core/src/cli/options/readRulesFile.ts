import { readFile } from 'node:fs/promises';
import type { CustomRule } from '../../assess/index.ts';
import { InvalidInputError } from '../../model/index.ts';
import type { Stages } from '../stages.ts';

/**
 * Rules of the user's own; none where no file is named.
 *
 * @throws InvalidInputError that names the file, the place in it and what to do
 */
export async function readRulesFile(
  file: string | undefined,
  { rules }: Pick<Stages, 'rules'>,
): Promise<readonly CustomRule[]> {
  if (file === undefined) return [];
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    throw new InvalidInputError(
      `The file of rules ${file} cannot be read`,
      'name a YAML or JSON file that exists and can be read',
      { cause: error },
    );
  }
  return rules.read(text, file);
}
