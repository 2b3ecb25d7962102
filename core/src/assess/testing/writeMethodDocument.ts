import { readFileSync, writeFileSync } from 'node:fs';
import { methodDocument } from '../methodDocument.ts';
import { ruleDeclarations } from '../ruleDeclarations.ts';

/** Makes the tables of docs/method.md anew. */
const page = new URL('../../../../docs/method.md', import.meta.url);
writeFileSync(page, methodDocument(readFileSync(page, 'utf8'), ruleDeclarations));
