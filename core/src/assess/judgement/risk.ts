import type { Risk, RiskLevel } from '../../model/index.ts';

/** One thing that may go wrong, and how bad that would be. */
export interface RiskFactor {
  readonly level: RiskLevel;
  readonly reason: string;
}

const RANK: Readonly<Record<RiskLevel, number>> = { low: 0, medium: 1, high: 2 };

/** The worst factor sets the level. With none, the level is low and `otherwise` says why. */
export function riskOf(factors: readonly (RiskFactor | null)[], otherwise: string): Risk {
  const real = factors.filter(factor => factor !== null).sort((a, b) => RANK[b.level] - RANK[a.level]);
  const worst = real[0];
  return worst
    ? { level: worst.level, reasons: real.map(({ reason }) => reason) }
    : { level: 'low', reasons: [otherwise] };
}
