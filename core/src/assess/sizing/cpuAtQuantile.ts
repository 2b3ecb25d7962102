import { type Cores, cores, type Policy, type QuantileSketch, type Ratio } from '../../model/index.ts';
import { asCpuManifest, atLeast, sized, withHeadroom } from './sizing.ts';

/** CPU request that covers just the share `quantile` of all samples, plus headroom: what a saving is bounded by. */
export const cpuAtQuantile = (sketch: QuantileSketch, policy: Policy, quantile: Ratio): Cores =>
  cores(
    sized(
      sketch.quantile(quantile),
      withHeadroom(policy.cpuHeadroom),
      atLeast(policy.minimumCpu),
      asCpuManifest,
    ),
  );
