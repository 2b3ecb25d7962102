import type { Provenance, UnixSeconds } from '../../model/index.ts';
import type { EnergyProvenance } from '../clusterSource.ts';
import type { KeplerSurvey } from './KeplerSurvey.ts';

/** One generation as a meter. */
interface Meter {
  readonly method: string;
  readonly source: string;
  /** How its pods are known: by itself, by matching container ids, or not at all. */
  readonly pods: 'told' | 'joined' | 'unknown';
}

/** Where the energy series come from; `null` where there is no meter. */
export function keplerProvenance(survey: KeplerSurvey, asOf: UnixSeconds): EnergyProvenance {
  const meters = [newerMeter(survey.generation2), olderMeter(survey.generation1)].filter(
    meter => meter !== null,
  );
  if (meters.length === 0) return { pods: null, nodes: null };
  const provenance = (of: readonly Meter[], suffix = ''): Provenance => ({
    kind: 'measured',
    method: of.map(({ method }) => method).join('+') + suffix,
    source: of.map(({ source }) => source).join(' and '),
    asOf,
  });
  const withPods = meters.filter(({ pods }) => pods !== 'unknown');
  const joined = withPods.some(({ pods }) => pods === 'joined');
  return {
    nodes: provenance(meters),
    pods: withPods.length > 0 ? provenance(withPods, joined ? '-by-container-id' : '') : null,
  };
}

function newerMeter(found: KeplerSurvey['generation2']): Meter | null {
  if (found === null || found.zone === null || found.nodes.size === 0) return null;
  return {
    method: `kepler-gen2-${found.zone}`,
    source: `Kepler ${found.version ?? '0.10 or newer'}`,
    pods: found.podSeries ? 'told' : found.containerSeries ? 'joined' : 'unknown',
  };
}

function olderMeter(found: KeplerSurvey['generation1']): Meter | null {
  if (found === null) return null;
  return {
    method: 'kepler-gen1-package',
    source: `Kepler ${found.version ?? '0.9 or older'}`,
    pods: 'told',
  };
}
