import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { BALANCED } from '../../model/index.ts';
import { assess } from '../assess.ts';
import { observationOf } from '../examples/observationOf.ts';
import { factTables } from './factTables.ts';
import { readCustomRules } from './readCustomRules.ts';

const PAGE = readFileSync(new URL('../../../../docs/custom-rules.md', import.meta.url), 'utf8');
/** Tables may be aligned by whoever formats the page. */
const plain = (text: string) => text.replaceAll(/[ -]+/g, ' ');
const EXAMPLES = [...PAGE.matchAll(/```yaml\n(rules:[\s\S]*?)```/g)].map(match => match[1] ?? '');

describe('docs/custom-rules.md', () => {
  it.each(
    factTables()
      .split('\n')
      .filter(line => line.startsWith('| `')),
  )('has %s', row => {
    expect(plain(PAGE)).toContain(plain(row));
  });

  it('has examples that are read as they stand', () => {
    expect(EXAMPLES.length).toBeGreaterThan(0);
    const ids = EXAMPLES.flatMap(text => readCustomRules(text, 'docs/custom-rules.md').map(({ id }) => id));
    expect(ids.length).toBe(EXAMPLES.flatMap(text => (parse(text) as { rules: unknown[] }).rules).length);
  });

  it('has a first example that finds what it says', () => {
    const rules = readCustomRules(EXAMPLES[0] ?? '', 'docs/custom-rules.md');
    const observation = observationOf({ workloads: [{ containers: [{ cpuRequest: 4, cpu: [0.2] }] }] });
    const { opportunities } = assess(
      observation,
      BALANCED,
      rules.map(({ rule }) => rule),
    );
    expect(opportunities.map(({ type }) => type)).toContain('custom/big-and-quiet');
  });
});
