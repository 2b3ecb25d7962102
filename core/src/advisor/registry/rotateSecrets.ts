import { describeError } from '../../model/index.ts';
import type { ConnectionStore } from '../../store/index.ts';
import { type MasterKeys, rewrapSecret } from '../../vault/index.ts';

export interface Rotation {
  readonly rewrapped: number;
  /** Replaced by somebody else meanwhile, who sealed with a key of their own: worth another run. */
  readonly overtaken: number;
  /** Why each of the others was left as it is. */
  readonly failures: readonly string[];
}

/**
 * Wraps every stored secret by the current master key. Each is written by itself and only those of other keys
 * are asked for, so that a run that was stopped goes on where it was. One that cannot be opened never stops
 * the others.
 *
 * @throws `signal.reason` when it is aborted
 */
export async function rotateSecrets(
  connections: Pick<ConnectionStore, 'wrappedByOthers' | 'replaceSealed'>,
  keys: MasterKeys,
  {
    onProgress = () => {},
    signal,
  }: { readonly onProgress?: (done: number, total: number) => void; readonly signal?: AbortSignal } = {},
): Promise<Rotation> {
  const secrets = await connections.wrappedByOthers(keys.current.id);
  const failures: string[] = [];
  let rewrapped = 0;
  let overtaken = 0;
  for (const [index, { clusterId, field, sealed }] of secrets.entries()) {
    signal?.throwIfAborted();
    const place = { clusterId, field };
    const after = attempt(() => rewrapSecret(sealed, place, keys), failures);
    if (after !== null) {
      const replaced = await connections.replaceSealed(place, sealed, {
        sealed: after,
        masterKeyId: keys.current.id,
      });
      if (replaced) rewrapped += 1;
      else overtaken += 1;
    }
    onProgress(index + 1, secrets.length);
  }
  return { rewrapped, overtaken, failures };
}

function attempt(rewrap: () => string, failures: string[]): string | null {
  try {
    return rewrap();
  } catch (error) {
    failures.push(describeError(error));
    return null;
  }
}
