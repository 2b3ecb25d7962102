/** A slice of a GPU that NVIDIA’s Multi-Instance GPU cuts. */
export interface MigProfile {
  /** As Kubernetes names it: `nvidia.com/mig-1g.5gb`. */
  readonly name: string;
  /** Compute slices, of 7. */
  readonly compute: number;
  /** Memory slices, of 8. */
  readonly memory: number;
  /** Nominal gigabytes. */
  readonly gigabytes: number;
}

/** Share of the nominal gigabytes (10⁹ bytes) that a slice has at least: nvidia-smi lists 16.0 GiB for 1g.18gb. */
const USABLE = 0.95;

const profile = (compute: number, gigabytes: number, memory: number): MigProfile => ({
  name: `mig-${compute}g.${gigabytes}gb`,
  compute,
  memory,
  gigabytes,
});

/**
 * Smallest first. Source: NVIDIA Multi-Instance GPU User Guide, "Supported MIG Profiles"; Kruize chooses among
 * the same for A100, H100 and H200. The whole device (7g) is no slice and not here.
 */
const profilesOf = (eighth: number, quarter: number, half: number): readonly MigProfile[] => [
  profile(1, eighth, 1),
  profile(1, quarter, 2),
  profile(2, quarter, 2),
  profile(3, half, 4),
  profile(4, half, 4),
];

/** What of a product name says which device it is; the first that fits counts. */
const DEVICES: readonly { readonly name: RegExp; readonly profiles: readonly MigProfile[] }[] = [
  { name: /A100.*80 ?GB/i, profiles: profilesOf(10, 20, 40) },
  { name: /A100/i, profiles: profilesOf(5, 10, 20) },
  { name: /H200/i, profiles: profilesOf(18, 35, 71) },
  { name: /H100.*(NVL|94 ?GB)/i, profiles: profilesOf(12, 24, 47) },
  { name: /H100/i, profiles: profilesOf(10, 20, 40) },
];

/** Share of the device that a slice takes from others: of compute or memory, whichever is more. */
export const shareOfDevice = ({ compute, memory }: MigProfile): number => Math.max(compute / 7, memory / 8);

/**
 * The smallest slice with that much compute (share of the device) and memory; `null` where the device cannot
 * be cut, is not in the table, or nothing less than the whole will do.
 */
export function smallestSlice(
  model: string | null,
  need: { compute: number; bytes: number },
): MigProfile | null {
  const device = DEVICES.find(({ name }) => name.test(model ?? ''));
  return (
    device?.profiles
      .filter(
        ({ compute, gigabytes }) => compute / 7 >= need.compute && gigabytes * 1e9 * USABLE >= need.bytes,
      )
      .toSorted((a, b) => shareOfDevice(a) - shareOfDevice(b))[0] ?? null
  );
}
