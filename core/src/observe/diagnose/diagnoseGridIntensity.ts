import { gridIntensity } from '../carbon/gridIntensity.ts';
import type { ClusterLocation } from '../carbon/resolveLocation.ts';
import type { SourceDiagnosis } from '../clusterSource.ts';
import type { DiagnosisContext } from './DiagnosisContext.ts';
import { healthy, lacking } from './diagnosis.ts';

const CURE = 'set gridGramsPerKilowattHour (--grid) to what your utility or national statistics say';

export async function diagnoseGridIntensity({
  config,
  location,
}: Pick<DiagnosisContext, 'config' | 'location'>): Promise<SourceDiagnosis> {
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
