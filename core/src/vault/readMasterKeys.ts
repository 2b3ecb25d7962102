import { readFileSync, statSync } from 'node:fs';
import { describeError, InvalidInputError } from '../model/index.ts';
import { KEY_BYTES, type MasterKeys, masterKeysOf } from './masterKeys.ts';

const CURE = 'make one with "greenops secrets generate-key"';
/** All but reading by the group, which a mounted Kubernetes secret needs where the container is not root. */
const SHARED_MODE = 0o037;

/**
 * The master keys of the environment: `GREENOPS_SECRET_KEY`, or the file that `GREENOPS_SECRET_KEY_FILE`
 * names. Each key is 32 bytes in base64; several stand in lines of their own or between commas, the
 * current one first, those before it after. Lines of a file that begin with `#` say nothing.
 *
 * @returns `null` where neither variable is set
 * @throws InvalidInputError naming the variable, or the file, and what is wrong with it; never a key
 */
export function readMasterKeys(
  env: Readonly<Record<string, string | undefined>> = process.env,
): MasterKeys | null {
  const { GREENOPS_SECRET_KEY: text, GREENOPS_SECRET_KEY_FILE: file } = env;
  if (text && file) {
    throw new InvalidInputError(
      'GREENOPS_SECRET_KEY and GREENOPS_SECRET_KEY_FILE are both set',
      'set one of them',
    );
  }
  if (text) return parse(text, 'GREENOPS_SECRET_KEY');
  return file ? parse(textOf(file), `the file ${file} of GREENOPS_SECRET_KEY_FILE`) : null;
}

function textOf(file: string): string {
  try {
    const mode = statSync(file).mode & 0o777;
    if ((mode & SHARED_MODE) !== 0) {
      throw new InvalidInputError(
        `the file ${file} of GREENOPS_SECRET_KEY_FILE is open to others (its mode is 0${mode.toString(8)})`,
        `run chmod 600 ${file}; for a mounted Kubernetes secret set defaultMode: 0400, and fsGroup where the container is not root`,
      );
    }
    return readFileSync(file, 'utf8').replace(/^\s*#.*$/gm, '');
  } catch (error) {
    if (error instanceof InvalidInputError) throw error;
    throw new InvalidInputError(
      `the file ${file} of GREENOPS_SECRET_KEY_FILE cannot be read: ${describeError(error)}`,
      `name a readable file with the master key; ${CURE}`,
    );
  }
}

function parse(text: string, place: string): MasterKeys {
  const [first, ...others] = text
    .split(/[\s,]+/)
    .filter(part => part !== '')
    .map((part, index) => bytesOf(part, `key ${index + 1} of ${place}`));
  if (first === undefined) throw new InvalidInputError(`${place} holds no key`, CURE);
  return masterKeysOf([first, ...others]);
}

function bytesOf(text: string, place: string): Buffer {
  if (!/^[A-Za-z0-9+/_-]+={0,2}$/.test(text)) {
    throw new InvalidInputError(`${place} is not base64`, CURE);
  }
  const bytes = Buffer.from(text, 'base64');
  if (bytes.length !== KEY_BYTES) {
    throw new InvalidInputError(`${place} has ${bytes.length} bytes instead of ${KEY_BYTES}`, CURE);
  }
  return bytes;
}
