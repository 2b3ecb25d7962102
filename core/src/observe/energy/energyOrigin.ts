import type { Provenance } from '../../model/index.ts';
import type { EnergyProvenance } from '../clusterSource.ts';
import type { NodeHour } from './nodeHours.ts';
import type { NodeModel } from './nodeModel.ts';

/** A node is called measured as long as no more than this share of its hours had to be modelled. */
const MOST_MODELLED_HOURS = 0.1;

const modelledShare = (hours: readonly NodeHour[]): number =>
  hours.length === 0 ? 1 : hours.filter(({ by }) => by === 'model').length / hours.length;

/** Where a node's power comes from: its meter, the model, or the meter with the model's help. */
export function energyOrigin(
  hours: readonly NodeHour[],
  model: NodeModel,
  { nodes: meter }: EnergyProvenance,
  idleIsTold: boolean,
): Provenance {
  const share = modelledShare(hours);
  if (meter === null || share === 1) return model.provenance;
  if (!idleIsTold) return { ...meter, kind: 'modelled', method: `${meter.method}+ccf-idle` };
  if (share === 0) return meter;
  return {
    ...meter,
    kind: share > MOST_MODELLED_HOURS ? 'modelled' : meter.kind,
    method: `${meter.method}+ccf-hours`,
  };
}

/** Where the parts of a node's pods come from. */
export function podOrigin(
  hours: readonly NodeHour[],
  model: NodeModel,
  { nodes, pods }: EnergyProvenance,
): Provenance {
  if (nodes === null || modelledShare(hours) > MOST_MODELLED_HOURS) return model.provenance;
  const byCores = hours.filter(({ weightsBy, weights }) => weightsBy === 'cores' && weights.length > 0);
  return pods !== null && byCores.length <= hours.length * MOST_MODELLED_HOURS
    ? pods
    : { ...nodes, kind: 'modelled', method: `${nodes.method}-by-cpu-share` };
}
