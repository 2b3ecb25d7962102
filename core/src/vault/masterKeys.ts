import { createHash, createSecretKey, type KeyObject, randomBytes } from 'node:crypto';

/** Of AES-256. */
export const KEY_BYTES = 32;

/** What data keys are wrapped with. The key object does not show its bytes when it is logged. */
export interface MasterKey {
  /** Tells keys apart in the database and says nothing about the key: 16 hexadecimal digits of its hash. */
  readonly id: string;
  readonly key: KeyObject;
}

/** The key that seals, and those before it, which still open what they sealed. */
export interface MasterKeys {
  readonly current: MasterKey;
  /** By id; the current one is in it too. */
  readonly byId: ReadonlyMap<string, MasterKey>;
}

function masterKey(bytes: Buffer): MasterKey {
  const id = createHash('sha256').update('greenops master key\n').update(bytes).digest('hex').slice(0, 16);
  return { id, key: createSecretKey(bytes) };
}

export function masterKeysOf([current, ...previous]: readonly [Buffer, ...Buffer[]]): MasterKeys {
  const first = masterKey(current);
  const all = [first, ...previous.map(masterKey)];
  return { current: first, byId: new Map(all.map(key => [key.id, key])) };
}

/** A new key as {@link readMasterKeys} reads it: 32 random bytes in base64. */
export const generateMasterKey = (): string => randomBytes(KEY_BYTES).toString('base64');
