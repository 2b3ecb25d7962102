import { readFileSync } from 'node:fs';
import { EXIT } from './exitCode.ts';
import { createProgram } from './program.ts';
import { fakeHost } from './testing/fakeHost.ts';

const PAGE = readFileSync(new URL('../../../docs/cli.md', import.meta.url), 'utf8');
const program = createProgram({ host: fakeHost(), signal: new AbortController().signal }, () => undefined);

describe('docs/cli.md', () => {
  it.each(program.commands.map(command => [command.name(), command] as const))(
    'tells of %s and its options',
    (name, command) => {
      expect(PAGE).toContain(`| \`${name}`);
      for (const { flags } of command.options) expect(PAGE).toContain(`\`${flags}\``);
    },
  );

  it('tells of every exit code', () => {
    for (const code of Object.values(EXIT)) expect(PAGE).toMatch(new RegExp(`^\\| ${code} \\|`, 'm'));
  });
});
