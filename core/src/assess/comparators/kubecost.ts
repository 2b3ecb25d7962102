/** Kubecost's request sizing: the highest use divided by a target utilisation (kubecost/docs, requestSizingV2). */
export const KUBECOST_PRODUCTION_UTILIZATION = 0.65;

const MINIMUM_CORES = 0.01;
const MINIMUM_BYTES = 20 * 2 ** 20;

/** @param base - highest (or quantile) use over all containers of the controller, in cores */
export const kubecostCpu = (base: number, utilization = KUBECOST_PRODUCTION_UTILIZATION): number =>
  Math.max(MINIMUM_CORES, base / utilization);

/** The same in bytes. */
export const kubecostMemory = (base: number, utilization = KUBECOST_PRODUCTION_UTILIZATION): number =>
  Math.max(MINIMUM_BYTES, base / utilization);

/** Hours in a month by which Kubecost normalises a saving seen in a window. */
const MONTH_HOURS = 730;

/**
 * A saving as Kubecost tells it, USD per month.
 *
 * @param coreHours - core-hours that would not have been requested in the window
 */
export const kubecostMonthlySaving = (
  coreHours: number,
  usdPerCoreHour: number,
  windowHours: number,
): number => (coreHours * usdPerCoreHour * MONTH_HOURS) / windowHours;

/** Size of a volume: highest use + 10 %, bytes. */
export const kubecostVolume = (maxUsed: number): number => maxUsed * 1.1;
