import { describeError, SecretError, type UnixSeconds } from '../../model/index.ts';
import type { StoredSecret } from '../../store/index.ts';
import {
  masterKeyIdOf,
  type MasterKeys,
  openSecret,
  type SealedField,
  sealSecret,
} from '../../vault/index.ts';

/** Seals and opens secrets with the master keys there are at the time. */
export class SecretSeal {
  readonly #masterKeys: () => MasterKeys | null;

  constructor(masterKeys: () => MasterKeys | null) {
    this.#masterKeys = masterKeys;
  }

  /** @throws SecretError where there is no master key that can be used */
  seal(place: SealedField, text: string, setAt: UnixSeconds): StoredSecret {
    const sealed = sealSecret(text, place, this.#keys(place, 'stored'));
    return { field: place.field, sealed, masterKeyId: masterKeyIdOf(sealed), setAt };
  }

  /** @throws SecretError naming the cluster and the field */
  open(clusterId: string, secrets: readonly StoredSecret[]): ReadonlyMap<string, string> {
    return new Map(
      secrets.map(({ field, sealed }) => {
        const place = { clusterId, field };
        return [field, openSecret(sealed, place, this.#keys(place, 'opened'))];
      }),
    );
  }

  #keys({ clusterId, field }: SealedField, done: 'stored' | 'opened'): MasterKeys {
    const what = `the secret ${field} of the cluster ${clusterId} cannot be ${done}`;
    const cure =
      'set GREENOPS_SECRET_KEY, or GREENOPS_SECRET_KEY_FILE; "greenops secrets generate-key" makes a key';
    let keys: MasterKeys | null;
    try {
      keys = this.#masterKeys();
    } catch (error) {
      throw new SecretError(`${what}: ${describeError(error)}`, cure, { cause: error });
    }
    if (keys === null) throw new SecretError(`${what}: there is no master key`, cure);
    return keys;
  }
}
