/**
 * Physical and monetary quantities. Each is a `number` at run time and a type of its own for the
 * compiler, so that bytes cannot be passed where cores are asked for. A value is made by the
 * constructor of its unit; arithmetic gives a plain `number`, which has to be given a unit again.
 */
declare const unit: unique symbol;
type Quantity<Unit extends string> = number & { readonly [unit]: Unit };

/** CPU, in cores (1 = one vCPU for the whole time). */
export type Cores = Quantity<'cores'>;
/** Memory, storage or traffic, in bytes. */
export type Bytes = Quantity<'bytes'>;
/** Throughput, in bytes per second. */
export type BytesPerSecond = Quantity<'bytes/s'>;
/** Energy, in joules (watt-seconds), as Kepler counts it. */
export type Joules = Quantity<'joules'>;
/** Energy, in kilowatt-hours; 1 kWh = 3.6e6 J. */
export type KilowattHours = Quantity<'kWh'>;
/** Power, in watts. */
export type Watts = Quantity<'watts'>;
/** Greenhouse gas, in grams of CO₂ equivalent. */
export type GramsCO2e = Quantity<'gCO2e'>;
/** Grid intensity, in grams of CO₂ equivalent per kilowatt-hour. */
export type GramsCO2ePerKilowattHour = Quantity<'gCO2e/kWh'>;
/** Money, in US dollars. */
export type Usd = Quantity<'USD'>;
/** Price or cost rate, in US dollars per hour. */
export type UsdPerHour = Quantity<'USD/h'>;
/** Duration, in seconds. */
export type Seconds = Quantity<'s'>;
/** Moment, in seconds since 1970-01-01T00:00:00Z (may have a fraction). */
export type UnixSeconds = Quantity<'unix s'>;
/** Dimensionless share or factor; 1 = 100 %. */
export type Ratio = Quantity<'ratio'>;

export const cores = (value: number): Cores => value as Cores;
export const bytes = (value: number): Bytes => value as Bytes;
export const bytesPerSecond = (value: number): BytesPerSecond => value as BytesPerSecond;
export const joules = (value: number): Joules => value as Joules;
export const kilowattHours = (value: number): KilowattHours => value as KilowattHours;
export const watts = (value: number): Watts => value as Watts;
export const gramsCO2e = (value: number): GramsCO2e => value as GramsCO2e;
export const gramsCO2ePerKilowattHour = (value: number): GramsCO2ePerKilowattHour =>
  value as GramsCO2ePerKilowattHour;
export const usd = (value: number): Usd => value as Usd;
export const usdPerHour = (value: number): UsdPerHour => value as UsdPerHour;
export const seconds = (value: number): Seconds => value as Seconds;
export const unixSeconds = (value: number): UnixSeconds => value as UnixSeconds;
export const ratio = (value: number): Ratio => value as Ratio;

/** Bytes in one GiB, the unit in which memory and storage are priced. */
export const BYTES_PER_GIB = 1024 ** 3;
/** Joules in one kWh. */
export const JOULES_PER_KILOWATT_HOUR = 3.6e6;
/** Hours in the month to which every monthly figure is normalised (365 d × 24 h ÷ 12), as OpenCost and Kubecost do. */
export const HOURS_PER_MONTH = 730;

export const kilowattHoursFromJoules = (energy: Joules): KilowattHours =>
  kilowattHours(energy / JOULES_PER_KILOWATT_HOUR);

export const unixSecondsFromDate = (date: Date): UnixSeconds => unixSeconds(date.getTime() / 1000);
export const dateFromUnixSeconds = (moment: UnixSeconds): Date => new Date(moment * 1000);
