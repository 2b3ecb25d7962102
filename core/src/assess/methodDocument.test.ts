import { readFileSync } from 'node:fs';
import { methodDocument } from './methodDocument.ts';
import { ruleDeclarations } from './ruleDeclarations.ts';

/** Prettier pads the cells of tables; what they say is the same. */
const unpadded = (text: string): string => text.replace(/ +\|/g, ' |').replace(/-{3,}/g, '---');

describe('docs/method.md', () => {
  const page = readFileSync(new URL('../../../docs/method.md', import.meta.url), 'utf8');

  it('says what the code says (else: node core/src/assess/testing/writeMethodDocument.ts)', () => {
    expect(unpadded(page)).toBe(unpadded(methodDocument(page, ruleDeclarations)));
  });

  it('needs its marks', () => {
    expect(() => methodDocument('# Method', ruleDeclarations)).toThrow(/no marks for "policies"/);
  });
});
