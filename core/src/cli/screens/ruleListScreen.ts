import type { RuleDeclaration } from '../../assess/index.ts';
import { drawColumns } from '../terminal/columns.ts';
import type { Style } from '../terminal/style.ts';

/** One line per rule: its type and its title. */
export const ruleListScreen = (
  rules: readonly RuleDeclaration[],
  width: number,
  style: Style,
): readonly string[] =>
  drawColumns<RuleDeclaration>(
    [
      { title: 'RULE', text: ({ id }) => id },
      { title: 'FINDS', text: ({ title }) => title, shrinksTo: 20 },
    ],
    rules,
    width,
    style.dim,
  );
