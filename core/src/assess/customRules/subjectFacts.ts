import type { EvidenceFact, Observation } from '../../model/index.ts';
import type { Fact } from './facts/factDeclaration.ts';

/**
 * Lays out the facts of one subject as an expression sees them. What is not known is left out, so that
 * `has(…)` tells it and nothing takes it for nought.
 */
export function valuesOf<Subject>(
  facts: readonly Fact<Subject>[],
  subject: Subject,
): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  for (const { path, read } of facts) {
    const names = path.split('.');
    const last = names.pop() ?? path;
    let group: Record<string, unknown> = values;
    for (const name of names) group = (group[name] ??= {}) as Record<string, unknown>;
    const value = read(subject);
    if (value !== null && !(typeof value === 'number' && Number.isNaN(value))) group[last] = value;
  }
  return values;
}

/** The numbers among them, as evidence that texts may use. */
export function evidenceOf<Subject>(
  facts: readonly Fact<Subject>[],
  subject: Subject,
  observation: Observation,
): readonly EvidenceFact[] {
  return facts.flatMap(({ path, label, unit, read, provenance }) => {
    const value = read(subject);
    return unit !== null && typeof value === 'number' && Number.isFinite(value)
      ? [{ id: path, label, value, unit, provenance: provenance(observation) }]
      : [];
  });
}
