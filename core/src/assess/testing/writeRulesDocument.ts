import { writeFileSync } from 'node:fs';
import { ruleDeclarations } from '../ruleDeclarations.ts';
import { rulesDocument } from '../rulesDocument.ts';

/** Writes docs/rules.md anew from the rules' declarations. */
writeFileSync(new URL('../../../../docs/rules.md', import.meta.url), rulesDocument(ruleDeclarations));
