import type { EvidenceUnit } from '../../model/index.ts';
import type { Fact } from './facts/factDeclaration.ts';
import { FACTS_OF_SCOPE, type Scope, SCOPES } from './facts/factsOfScope.ts';

const UNITS: Readonly<Partial<Record<EvidenceUnit, string>>> = { count: 'number', ratio: 'share, 0 to 1' };
const KINDS = {
  number: '',
  text: 'text',
  truth: 'true or false',
  texts: 'list of texts',
  labels: 'texts by key',
};

const typeOf = ({ kind, unit }: Pick<Fact<never>, 'kind' | 'unit'>): string =>
  unit === null ? KINDS[kind] : (UNITS[unit] ?? unit);

function tableOf(scope: Scope): string {
  const facts: readonly Pick<Fact<never>, 'path' | 'kind' | 'unit' | 'label'>[] = FACTS_OF_SCOPE[scope];
  return [
    `### Scope \`${scope}\``,
    '',
    '| fact | is | meaning |',
    '| --- | --- | --- |',
    ...facts.map(fact => `| \`${fact.path}\` | ${typeOf(fact)} | ${fact.label} |`),
  ].join('\n');
}

/** All facts that expressions may ask, as docs/custom-rules.md lists them. */
export const factTables = (): string => SCOPES.map(tableOf).join('\n\n');
