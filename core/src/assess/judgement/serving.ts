import type { Observation, Workload } from '../../model/index.ts';

/** Whether a Service sends calls to the workload's pods; `null` where the services could not be read. */
export function isServed({ reference, podLabels }: Workload, { inventory }: Observation): boolean | null {
  if (inventory.services === null) return null;
  return inventory.services.some(({ namespace, selector }) => {
    const labels = Object.entries(selector ?? {});
    // A Service without a selector sends its calls where somebody else says.
    return (
      namespace === reference.namespace &&
      labels.length > 0 &&
      labels.every(([key, value]) => podLabels[key] === value)
    );
  });
}
