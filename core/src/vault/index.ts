/** Credentials at rest: envelope encryption under master keys that never touch the database. */
export { masterKeyIdOf, openSecret, rewrapSecret, type SealedField, sealSecret } from './envelope.ts';
export { generateMasterKey, type MasterKey, type MasterKeys } from './masterKeys.ts';
export { readMasterKeys } from './readMasterKeys.ts';
