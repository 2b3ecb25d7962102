import { formatCount, type ObservationNote, unixSeconds } from '../../model/index.ts';
import { gridIntensity } from '../carbon/gridIntensity.ts';
import { resolveGrid } from '../carbon/resolveGrid.ts';
import type { ClusterLocation } from '../carbon/resolveLocation.ts';
import type { SourceFinding } from '../clusterSource.ts';
import type { DiagnosisContext } from './DiagnosisContext.ts';
import { healthy, lacking } from './diagnosis.ts';

const DAY = 86_400;
const CURE = 'set gridGramsPerKilowattHour (--grid) to what your utility or national statistics say';

/** Whether the configured sources answer is tried on the last day: enough to see, and cheap. */
async function diagnoseSources(
  { config, window, signal }: DiagnosisContext,
  location: ClusterLocation,
): Promise<SourceFinding> {
  const notes: ObservationNote[] = [];
  const lastDay = { start: unixSeconds(Math.max(window.start, window.end - DAY)), end: window.end };
  const grid = await resolveGrid(config, { window: lastDay, location, signal }, note => notes.push(note));
  const failure = notes.find(({ severity }) => severity !== 'info');
  if (failure) {
    return lacking('grid-intensity', grid ? 'degraded' : 'failed', failure.message, failure.cure ?? CURE);
  }
  if (grid === null) return lacking('grid-intensity', 'missing', 'No source knows the grid', CURE);
  const { hourly, zone, provenance } = grid;
  const told = hourly.length > 0 ? hourly.map(({ intensity }) => intensity) : [grid.intensity];
  const mean = told.reduce((total, intensity) => total + intensity, 0) / told.length;
  const hours = hourly.length > 0 ? `, mean of ${formatCount(hourly.length, 'hour')} of the last day` : '';
  return healthy(
    'grid-intensity',
    null,
    `${Math.round(mean)} gCO2e/kWh for ${zone}${hours} (${provenance.source})`,
  );
}

export async function diagnoseGridIntensity(context: DiagnosisContext): Promise<SourceFinding> {
  const { config, location } = context;
  if (config.grid !== undefined) return diagnoseSources(context, await locationOrNothing(config, location));
  if (config.gridGramsPerKilowattHour !== undefined) {
    return healthy('grid-intensity', null, `${config.gridGramsPerKilowattHour} gCO2e/kWh, as configured`);
  }
  const place = await locationOrNothing(config, location);
  const grid = gridIntensity(place, undefined);
  if (grid !== null) {
    const { intensity, zone, provenance } = grid;
    return healthy('grid-intensity', null, `${intensity} gCO2e/kWh for ${zone} (${provenance.source})`);
  }
  return place.region === null
    ? lacking(
        'grid-intensity',
        'not-configured',
        'Nobody says in which region the cluster is, so its carbon is not known',
        `set provider and region, or ${CURE}`,
      )
    : lacking(
        'grid-intensity',
        'missing',
        `The shipped tables do not know the region ${place.region} of ${place.provider}, so carbon is not known`,
        CURE,
      );
}

/** Nodes may tell the region; where they cannot be asked, that is told by the diagnosis of who was to tell them. */
async function locationOrNothing(
  { provider, region }: DiagnosisContext['config'],
  location: DiagnosisContext['location'],
): Promise<ClusterLocation> {
  try {
    return await location();
  } catch {
    return { provider, region };
  }
}
