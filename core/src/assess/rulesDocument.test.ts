import { readFileSync } from 'node:fs';
import { ruleDeclarations } from './ruleDeclarations.ts';
import { rulesDocument } from './rulesDocument.ts';

describe('docs/rules.md', () => {
  it('says what the declarations say (else: node core/src/assess/testing/writeRulesDocument.ts)', () => {
    expect(readFileSync(new URL('../../../docs/rules.md', import.meta.url), 'utf8')).toBe(
      rulesDocument(ruleDeclarations),
    );
  });
});

describe('declarations', () => {
  it.each(ruleDeclarations.map(one => [one.id, one] as const))('%s is complete', (_, declaration) => {
    const { finds, needs, thresholds, leavesAlone, remediation } = declaration;
    for (const text of [finds, remediation, ...needs, ...leavesAlone]) expect(text).not.toBe('');
    expect(thresholds.length).toBeGreaterThan(0);
    for (const { meaning, source } of thresholds) {
      expect(meaning).not.toBe('');
      expect(source).not.toBe('');
    }
  });
});
