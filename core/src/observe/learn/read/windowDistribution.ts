import type { SeriesFamily } from '../../clusterSource.ts';
import type { Page } from '../Page.ts';
import { AMOUNTS_PER_UNIT } from '../families.ts';
import { DistributionPart } from '../part/DistributionPart.ts';

/** A family over all days; `null` without a sample. */
export function windowDistribution(pages: readonly Page[], family: SeriesFamily): DistributionPart | null {
  const all = new DistributionPart(AMOUNTS_PER_UNIT[family]);
  for (const page of pages) {
    const part = page.part(family);
    if (part instanceof DistributionPart) all.merge(part);
  }
  return all.sketch.count === 0 ? null : all;
}
