import { createCipheriv, createDecipheriv, createSecretKey, type KeyObject, randomBytes } from 'node:crypto';
import { SecretError } from '../model/index.ts';
import { KEY_BYTES, type MasterKey, type MasterKeys } from './masterKeys.ts';

/**
 * An envelope is `v1.<id of the master key>.<wrapped data key>.<sealed text>`. Every secret has a random data
 * key of its own that seals the text; a master key wraps the data key. Both are AES-256-GCM: 12 bytes nonce,
 * ciphertext, 16 bytes tag, in base64url. Both are bound to the cluster and the field that they belong to, so
 * that an envelope opens in its own place alone; the wrapping is bound to the master key's id as well.
 * Rotation wraps the data key anew and leaves the sealed text as it is.
 */
const VERSION = 'v1';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** Where a secret belongs: what it was sealed for, it opens for. */
export interface SealedField {
  readonly clusterId: string;
  /** JSON pointer into the cluster's settings. */
  readonly field: string;
}

/** JSON, so that no other pair of texts reads the same. */
const boundTo = (purpose: string, { clusterId, field }: SealedField, keyId = ''): Buffer =>
  Buffer.from(JSON.stringify(['greenops', VERSION, purpose, keyId, clusterId, field]));

function encrypt(key: KeyObject, plain: Buffer, bound: Buffer): string {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES });
  cipher.setAAD(bound);
  const parts = [nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()];
  return Buffer.concat(parts).toString('base64url');
}

/** @throws Error of the cipher when anything was changed */
function decrypt(key: KeyObject, sealed: string, bound: Buffer): Buffer {
  const bytes = Buffer.from(sealed, 'base64url');
  // base64 reads over what is no base64, and over spare bits: only the one spelling counts.
  if (bytes.toString('base64url') !== sealed || bytes.length < NONCE_BYTES + TAG_BYTES) {
    throw new RangeError('it is cut off or misspelt');
  }
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, NONCE_BYTES), {
    authTagLength: TAG_BYTES,
  });
  decipher.setAAD(bound);
  decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
  return Buffer.concat([decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES)), decipher.final()]);
}

const wrap = (master: MasterKey, dataKey: Buffer, place: SealedField): string =>
  encrypt(master.key, dataKey, boundTo('key', place, master.id));

/** Seals a text for one field of one cluster, under the current master key. */
export function sealSecret(text: string, place: SealedField, { current }: MasterKeys): string {
  const dataKey = randomBytes(KEY_BYTES);
  const sealed = encrypt(createSecretKey(dataKey), Buffer.from(text, 'utf8'), boundTo('text', place));
  return [VERSION, current.id, wrap(current, dataKey, place), sealed].join('.');
}

/**
 * @throws SecretError naming the cluster and the field: when the master key is not among ours, or when the
 *   envelope was changed or belongs to another place
 */
export function openSecret(envelope: string, place: SealedField, keys: MasterKeys): string {
  const { dataKey, sealed } = unwrap(envelope, place, keys);
  return tried(place, () => decrypt(createSecretKey(dataKey), sealed, boundTo('text', place))).toString(
    'utf8',
  );
}

/**
 * The same secret with its data key wrapped by the current master key; throws as {@link openSecret}, also
 * where the text itself could not be opened, so that nothing broken is passed on as sound.
 */
export function rewrapSecret(envelope: string, place: SealedField, keys: MasterKeys): string {
  const { dataKey, sealed } = unwrap(envelope, place, keys);
  tried(place, () => decrypt(createSecretKey(dataKey), sealed, boundTo('text', place)));
  return [VERSION, keys.current.id, wrap(keys.current, dataKey, place), sealed].join('.');
}

/** Id of the master key that an envelope needs; empty where it is none. */
export const masterKeyIdOf = (envelope: string): string => envelope.split('.')[1] ?? '';

function unwrap(
  envelope: string,
  place: SealedField,
  keys: MasterKeys,
): { readonly dataKey: Buffer; readonly sealed: string } {
  const [version, keyId = '', wrapped = '', sealed = '', ...rest] = envelope.split('.');
  if (version !== VERSION || rest.length > 0)
    throw damaged(place, new Error('it is no envelope that is known'));
  const master = keys.byId.get(keyId);
  if (!master) {
    throw new SecretError(
      `${named(place)} was sealed under the master key ${keyId}, which is not among those given`,
      'add that key to GREENOPS_SECRET_KEY (or its file) after the current one, or give the secret again',
    );
  }
  return { dataKey: tried(place, () => decrypt(master.key, wrapped, boundTo('key', place, keyId))), sealed };
}

const named = ({ clusterId, field }: SealedField): string =>
  `the secret ${field} of the cluster ${clusterId}`;

function tried<T>(place: SealedField, open: () => T): T {
  try {
    return open();
  } catch (error) {
    throw damaged(place, error);
  }
}

const damaged = (place: SealedField, cause: unknown): SecretError =>
  new SecretError(
    `${named(place)} cannot be opened: it was changed, or belongs to another place`,
    'give the secret again, or restore the database',
    { cause },
  );
