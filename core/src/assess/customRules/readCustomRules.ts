import { LineCounter, parseDocument } from 'yaml';
import { describeError, InvalidInputError } from '../../model/index.ts';
import { createCustomRule } from './createCustomRule.ts';
import type { CustomRule } from './customRule.ts';
import { type CustomRuleText, customRulesFileSchema } from './customRuleSchema.ts';
import { type Compiled, compileExpression, type Expression } from './expression.ts';
import { FACTS_OF_SCOPE, type Scope } from './facts/factsOfScope.ts';
import { nearest } from './nearest.ts';

/** A file larger than this holds no rules that a person wrote. */
const LARGEST_FILE = 2 ** 20;
/** Steps of the alias expansion that a document may cause. */
const MOST_ALIASES = 50;

type Path = readonly (string | number)[];

/** A file of rules with the places of its parts. */
class RulesDocument {
  readonly #file: string;
  readonly #lines = new LineCounter();
  readonly #document: ReturnType<typeof parseDocument>;

  constructor(text: string, file: string) {
    this.#file = file;
    if (text.length > LARGEST_FILE) throw new InvalidInputError(`${file} is larger than 1 MiB`, 'split it');
    this.#document = parseDocument(text, { lineCounter: this.#lines, prettyErrors: false });
    const [fault] = this.#document.errors;
    if (fault) {
      const { line, col } = this.#lines.linePos(fault.pos[0]);
      throw new InvalidInputError(
        `${file}:${line}:${col}: ${fault.message}`,
        'write the file as YAML or JSON',
      );
    }
  }

  get content(): unknown {
    try {
      return this.#document.toJS({ maxAliasCount: MOST_ALIASES });
    } catch (error) {
      throw new InvalidInputError(
        `${this.#file}: ${describeError(error)}`,
        'write the rules without aliases',
        {
          cause: error,
        },
      );
    }
  }

  /** `rules.yaml:12:5`: the place of a part, or of the part it would stand in. */
  placeOf(path: Path): string {
    for (let length = path.length; length > 0; length -= 1) {
      const node = this.#document.getIn(path.slice(0, length), true);
      const range = typeof node === 'object' && node !== null && 'range' in node ? node.range : null;
      if (Array.isArray(range)) {
        const { line, col } = this.#lines.linePos(Number(range[0]));
        return `${this.#file}:${line}:${col}`;
      }
    }
    return `${this.#file}:1:1`;
  }
}

/** Where a rule of a file is wrong. */
class RulePlace {
  readonly #document: RulesDocument;
  readonly #path: Path;
  readonly #id: string;

  constructor(document: RulesDocument, path: Path, id: string) {
    this.#document = document;
    this.#path = path;
    this.#id = id;
  }

  error(at: Path, message: string, cure: string): InvalidInputError {
    const place = this.#document.placeOf([...this.#path, ...at]);
    return new InvalidInputError(`${place}: rule ${this.#id}: ${at.join('.')}: ${message}`, cure);
  }

  /** @throws InvalidInputError where it is wrong, with the piece of it that is */
  expression<Value>(at: Path, source: string, compiled: Compiled<Value>): Expression<Value> {
    if (compiled.kind === 'right') return compiled.expression;
    const { reason, cure, at: offset } = compiled.fault;
    const piece = source.slice(offset, offset + 40).split('\n')[0] ?? '';
    const where = piece === '' ? 'at its end' : `at character ${offset + 1}, "${piece}"`;
    throw this.error(at, `${reason} (${where})`, cure);
  }
}

/** Facts that every finding with a saving has, besides those of its scope. */
const SAVING_FACTS = ['usd', 'usd.low', 'usd.high', 'carbon', 'carbon.low', 'carbon.high', 'energy'].map(
  id => `saving.${id}`,
);
const NAMES: ReadonlySet<string> = new Set(['subject', 'name', 'namespace', 'container', 'changes']);

/** Facts that the texts speak of, each of which must be a number that there is. */
function mentionedIn({ wording, scope, saving }: CustomRuleText, place: RulePlace): ReadonlySet<string> {
  const numbers: readonly string[] = FACTS_OF_SCOPE[scope]
    .filter(({ kind }) => kind === 'number')
    .map(({ path }) => path);
  const known = [...numbers, ...(saving ? [...SAVING_FACTS, 'freed.cpu', 'freed.memory'] : [])];
  const mentioned = new Set<string>();
  const texts: [Path, string][] = [
    [['wording', 'title'], wording.title],
    ...(['summary', 'why', 'steps', 'watchAfterwards'] as const).flatMap(part =>
      wording[part].map((text, index): [Path, string] => [['wording', part, index], text]),
    ),
  ];
  for (const [at, text] of texts) {
    for (const [, name = ''] of text.matchAll(/\{\+?([^{}]*)\}/g)) {
      if (NAMES.has(name)) continue;
      if (!known.includes(name)) {
        throw place.error(
          at,
          `{${name}} is no number of the scope ${scope}`,
          `did you mean {${nearest(name, known)}}?`,
        );
      }
      mentioned.add(name);
    }
    const number = /\d[\d.,]*/.exec(text.replace(/`[^`]*`/g, '').replace(/\{[^}]*\}/g, ''))?.[0];
    if (number !== undefined) {
      throw place.error(
        at,
        `${number} stands in the text and is no fact`,
        'write a fact as {usage.cpu.p95}, or put what is code between backticks',
      );
    }
  }
  return mentioned;
}

function savingOf({ saving, scope }: CustomRuleText, place: RulePlace) {
  if (!saving) return null;
  if (scope !== 'container' && scope !== 'workload') {
    throw place.error(
      ['saving'],
      `a ${scope} frees no request by itself`,
      'give savings to rules on containers or workloads',
    );
  }
  const of = (resource: 'cpu' | 'memory', source: string | undefined) =>
    source === undefined
      ? null
      : place.expression(['saving', resource], source, compileExpression(source, scope as Scope, 'number'));
  return { cpu: of('cpu', saving.cpu), memory: of('memory', saving.memory) };
}

function ruleOf(text: CustomRuleText, place: RulePlace): CustomRule {
  const when = place.expression(['when'], text.when, compileExpression(text.when, text.scope, 'truth'));
  return createCustomRule({
    text,
    expressions: { when, saving: savingOf(text, place) },
    mentioned: mentionedIn(text, place),
  });
}

/**
 * Reads rules that a user wrote.
 *
 * @param text YAML or JSON
 * @param file its name, for messages
 * @throws InvalidInputError that names the file, the line, the rule, what is wrong there and what to do
 */
export function readCustomRules(text: string, file: string): readonly CustomRule[] {
  const document = new RulesDocument(text, file);
  const parsed = customRulesFileSchema.safeParse(document.content);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const path = (issue?.path ?? []).map(part => (typeof part === 'symbol' ? String(part) : part));
    throw new InvalidInputError(
      `${document.placeOf(path)}: ${path.join('.') || 'the document'}: ${issue?.message ?? 'does not fit'}`,
      'compare it with the example in docs/custom-rules.md',
    );
  }
  const { rules } = parsed.data;
  return rules.map((rule, index) => {
    const place = new RulePlace(document, ['rules', index], rule.id);
    if (rules.findIndex(({ id }) => id === rule.id) !== index) {
      throw place.error(['id'], 'another rule has the same id', 'give every rule an id of its own');
    }
    return ruleOf(rule, place);
  });
}
