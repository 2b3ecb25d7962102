/** What one machine (or container) used, cleaned: oldest first, no time twice, powered-off rows left out, use not above capacity. */
export interface Trace {
  readonly name: string;
  readonly samples: readonly Sample[];
}

export interface Sample {
  /** Unix seconds. */
  readonly time: number;
  readonly cores: number;
  readonly capacityCores: number;
  /** `null` where the trace has no memory. */
  readonly memory: { readonly bytes: number; readonly capacityBytes: number } | null;
}

/** One row of a file, as it stands there. */
export interface RawSample {
  readonly time: number;
  readonly cores: number;
  readonly capacityCores: number;
  readonly bytes: number | null;
  readonly capacityBytes: number | null;
}

const isUsable = ({ time, cores, capacityCores }: RawSample): boolean =>
  Number.isFinite(time) && Number.isFinite(cores) && cores >= 0 && capacityCores > 0;

/**
 * Cleans the rows of one machine. A machine without a core is powered off, not idle. The first row of
 * an instant counts. Use above capacity is the meter's rounding: a machine cannot use more than it has.
 */
export function cleanTrace(name: string, rows: readonly RawSample[]): Trace {
  const byTime = new Map<number, Sample>();
  for (const row of rows) {
    if (!isUsable(row) || byTime.has(row.time)) continue;
    const { bytes, capacityBytes } = row;
    byTime.set(row.time, {
      time: row.time,
      cores: Math.min(row.cores, row.capacityCores),
      capacityCores: row.capacityCores,
      memory:
        bytes === null || capacityBytes === null || !(bytes >= 0) || !(capacityBytes > 0)
          ? null
          : { bytes: Math.min(bytes, capacityBytes), capacityBytes },
    });
  }
  return { name, samples: [...byTime.values()].sort((a, b) => a.time - b.time) };
}
