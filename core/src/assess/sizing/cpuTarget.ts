import { type Cores, cores, type Policy, type QuantileSketch, type Ratio } from '../../model/index.ts';
import { asCpuManifest, atLeast, sized, withHeadroom } from './sizing.ts';

/**
 * CPU request that covers the share `quantile` of all samples, with the policy's headroom on top.
 * CPU is compressible: above its request a container slows down, it does not die, which is why a
 * quantile is enough. (KRR: P95; Vertical Pod Autoscaler: P90 + 15 %.)
 */
export const cpuTarget = (
  sketch: QuantileSketch,
  policy: Policy,
  quantile: Ratio = policy.cpuQuantile,
): Cores =>
  cores(
    sized(
      sketch.quantile(quantile),
      withHeadroom(policy.cpuHeadroom),
      atLeast(policy.minimumCpu),
      asCpuManifest,
    ),
  );
