import { commandLine, stop } from './commandLine.ts';
import { PARTS } from './parts.ts';
import { resultText } from './resultText.ts';

/** `npm run bench`: how fast it learns, scans and judges, and how much memory that takes. */

const USAGE = `Usage: npm run bench -- [--part <id>]… [--json] [--quick]

${PARTS.map(({ id, summary }) => `  ${id.padEnd(14)}${summary}`).join('\n')}

  --part <id>   only this part; may be given several times
  --json        figures for machines, on standard output
  --quick       smaller and quicker, to see that it works
`;

const options = commandLine(USAGE, {
  part: { type: 'string', multiple: true },
  json: { type: 'boolean', default: false },
  quick: { type: 'boolean', default: false },
});

const say = (text: string): void => void process.stderr.write(`${text}\n`);
const wanted = options.part ?? PARTS.map(({ id }) => id);
const unknown = wanted.filter(id => !PARTS.some(part => part.id === id));

if (unknown.length > 0) stop(`There is no part ${unknown.join(', ')}.\n\n${USAGE}`, 2);

const figures: Record<string, unknown> = {};
for (const part of PARTS.filter(({ id }) => wanted.includes(id))) {
  say(`${part.id}: ${part.summary} …`);
  const results = await part.run({ say, quick: options.quick });
  figures[part.id] = results.map(result => result.figures);
  if (!options.json) process.stdout.write(`\n${results.map(resultText).join('\n\n')}\n\n`);
}
if (options.json) process.stdout.write(`${JSON.stringify(figures, null, 2)}\n`);
