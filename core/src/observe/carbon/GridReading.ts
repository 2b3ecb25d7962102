import type { HourlyIntensity, ObservationNote, Provenance, TimeWindow } from '../../model/index.ts';
import type { HttpSourceOptions } from '../http/HttpSource.ts';
import type { ClusterLocation } from './resolveLocation.ts';

/** What a source of grid intensity is asked. */
export interface GridQuestion {
  readonly window: TimeWindow;
  readonly location: ClusterLocation;
  readonly signal?: AbortSignal | undefined;
  readonly http?: HttpSourceOptions | undefined;
}

/** What one source knows of a window. Average and marginal are never mixed; hours it does not know are absent. */
export interface GridReading {
  readonly zone: string;
  /** Average, location-based: what reports are made of. */
  readonly average: readonly HourlyIntensity[];
  /** What one more kWh emits: for deciding when to run. */
  readonly marginal: readonly HourlyIntensity[];
  /** Averages of hours to come. */
  readonly forecast: readonly HourlyIntensity[];
  readonly provenance: Provenance;
  readonly notes: readonly ObservationNote[];
}
