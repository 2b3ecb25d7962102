import { type Bytes, InvalidInputError, parseBytes } from '../../model/index.ts';

/** The `storage` of a list of quantities; `null` where there is none or where it is no amount of bytes. */
export function storageSize(quantities: Readonly<Record<string, string>> | undefined): Bytes | null {
  try {
    const size = parseBytes(String(quantities?.['storage'] ?? ''));
    return size >= 0 ? size : null;
  } catch (error) {
    if (error instanceof InvalidInputError) return null;
    throw error;
  }
}
