import {
  type GridIntensity,
  type Inventory,
  type Observation,
  type ObservationNote,
  type PowerUsageEffectiveness,
  type PriceBook,
  SourceDeniedError,
  SourceProtocolError,
  SourceQueryError,
  SourceUnreachableError,
} from '../../model/index.ts';
import type { EnergyProvenance, SeriesFamily } from '../clusterSource.ts';
import type { Answer, RecordingHeader } from './format.ts';

/** Everything a recording holds except the samples, of which only the numbers are known. */
export interface RecordedAnswers {
  readonly file: string;
  readonly header: RecordingHeader;
  readonly inventory: Inventory;
  /** What the source had seen beside what its samples and objects show. */
  readonly seen: Observation['seen'];
  readonly prices: Answer<PriceBook>;
  readonly grid: Answer<GridIntensity | null>;
  readonly pue: Answer<PowerUsageEffectiveness>;
  readonly energyProvenance: Answer<EnergyProvenance>;
  readonly notes: readonly ObservationNote[];
  /** Lines with samples, in all and by family. */
  readonly chunks: number;
  readonly samples: number;
  readonly chunksOfFamily: ReadonlyMap<SeriesFamily, number>;
}

const ERROR_OF = { SourceUnreachableError, SourceDeniedError, SourceProtocolError, SourceQueryError };

/** Gives what the source gave; throws what it threw. */
export function replay<T>(answer: Answer<T>): T {
  if ('value' in answer) return answer.value;
  const { name, message, cure } = answer.failure;
  throw new ERROR_OF[name](message, cure);
}
