import { type ClusterIdentity, type PowerUsageEffectiveness, ratio } from '../../model/index.ts';

/** Cloud Carbon Footprint's averages per provider (2024-03), from the providers' own reports. */
const OF_PROVIDER: Readonly<Partial<Record<ClusterIdentity['provider'], number>>> = {
  aws: 1.135,
  gcp: 1.1,
  azure: 1.185,
};

/**
 * Overhead of the data centre: what the user configured, else the provider's average, else 1. One is the
 * least it can be: unknown overhead is then left out rather than invented, and the provenance says so.
 */
export function powerUsageEffectiveness(
  provider: ClusterIdentity['provider'],
  configured: number | undefined,
): PowerUsageEffectiveness {
  if (configured !== undefined) {
    return {
      factor: ratio(configured),
      provenance: { kind: 'configured', method: 'configured-pue', source: 'configuration' },
    };
  }
  const known = OF_PROVIDER[provider];
  return known === undefined
    ? {
        factor: ratio(1),
        provenance: { kind: 'default', method: 'pue-none', source: 'no overhead assumed' },
      }
    : {
        factor: ratio(known),
        provenance: {
          kind: 'default',
          method: `ccf-pue-${provider}`,
          source: 'Cloud Carbon Footprint, provider average',
        },
      };
}
