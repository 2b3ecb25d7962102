import {
  bytes,
  cores,
  InvalidInputError,
  parseKubernetesQuantity,
  type ResourceAmounts,
} from '../../model/index.ts';

/**
 * Whole GPUs and slices of them as vendors' device plugins name them: `nvidia.com/gpu`, `amd.com/gpu`,
 * `nvidia.com/gpu.shared`, `nvidia.com/mig-1g.5gb`, `gpu.intel.com/i915`. Resources that count something
 * else of a GPU (`…/gpu-memory`, `…/gpucores`) are not GPUs.
 */
const GPU = /\/(gpu(\.shared)?|mig-[\w.]+)$|^gpu\.intel\.com\/(i915|xe)$/;

/** `null` for what is no quantity, and for a negative one: nobody can ask for less than nothing. */
function amountIn(text: string): number | null {
  try {
    const amount = parseKubernetesQuantity(text);
    return amount >= 0 && Number.isFinite(amount) ? amount : null;
  } catch (error) {
    if (error instanceof InvalidInputError) return null;
    throw error;
  }
}

/**
 * Amounts of a Kubernetes resource list. A quantity that cannot be read leaves its field `null` and is
 * told to `reject`; the other fields are still read.
 */
export function resourceAmounts(
  quantities: Readonly<Record<string, string>> | undefined,
  reject: (resource: string, quantity: string) => void,
): ResourceAmounts {
  const read = (resource: string): number | null => {
    const quantity = quantities?.[resource];
    if (quantity === undefined) return null;
    const amount = amountIn(String(quantity));
    // Only the caller knows the place.
    if (amount === null) reject(resource, String(quantity));
    return amount;
  };
  const gpus = Object.keys(quantities ?? {})
    .filter(resource => GPU.test(resource))
    .map(read)
    .filter(amount => amount !== null);
  const cpu = read('cpu');
  const memory = read('memory');
  return {
    cpu: cpu === null ? null : cores(cpu),
    memory: memory === null ? null : bytes(memory),
    gpus: gpus.length === 0 ? null : gpus.reduce((sum, amount) => sum + amount, 0),
  };
}
