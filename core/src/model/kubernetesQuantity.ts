import { InvalidInputError } from './errors.ts';
import { type Bytes, bytes, type Cores, cores } from './quantity.ts';

const SUFFIX_FACTOR: Readonly<Record<string, number>> = {
  n: 1e-9,
  u: 1e-6,
  m: 1e-3,
  '': 1,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  E: 1e18,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
  Ei: 2 ** 60,
};

/** sign, digits, and either a decimal exponent or a suffix: Kubernetes allows one of them, never both. */
const QUANTITY = /^([+-]?)(\d+\.?\d*|\.\d+)(?:([eE][+-]?\d+)|([numkMGTPE]|[KMGTPE]i)?)$/;

/**
 * Reads a Kubernetes resource quantity such as `100m`, `1.5Gi`, `2e3` or `500`.
 *
 * @returns the amount in the resource's base unit (cores, bytes, or a count)
 * @throws InvalidInputError when the text is not a quantity; `1e3Mi` is none, as in Kubernetes
 */
export function parseKubernetesQuantity(text: string): number {
  const match = QUANTITY.exec(text.trim());
  if (!match) {
    throw new InvalidInputError(
      `"${text}" is not a Kubernetes quantity`,
      'write a number with an optional suffix, such as 250m, 1.5Gi or 2e3',
    );
  }
  const [, sign = '', digits = '', exponent = '', suffix = ''] = match;
  return Number(`${sign}${digits}${exponent}`) * (SUFFIX_FACTOR[suffix] ?? 1);
}

export const parseCores = (text: string): Cores => cores(parseKubernetesQuantity(text));
export const parseBytes = (text: string): Bytes => bytes(parseKubernetesQuantity(text));

/** Writes CPU as a manifest would: whole millicores, rounded up so that a request is never below its target. */
export function coresToKubernetesQuantity(amount: Cores): string {
  const milli = Math.ceil(amount * 1000 - 1e-6);
  return milli % 1000 === 0 ? String(milli / 1000) : `${milli}m`;
}

/** Writes memory as a manifest would: whole MiB, rounded up, and Gi where that is exact. */
export function bytesToKubernetesQuantity(amount: Bytes): string {
  const mebibytes = Math.ceil(amount / 2 ** 20 - 1e-6);
  return mebibytes % 1024 === 0 && mebibytes > 0 ? `${mebibytes / 1024}Gi` : `${mebibytes}Mi`;
}
