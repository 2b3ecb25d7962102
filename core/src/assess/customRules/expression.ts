import {
  type ASTNode,
  EvaluationError,
  ParseError,
  type ParseResult,
  TypeError as CelTypeError,
} from '@marcbachmann/cel-js';
import { describeError } from '../../model/index.ts';
import { ENVIRONMENTS } from './environment.ts';
import { FACTS_OF_SCOPE, type Scope } from './facts/factsOfScope.ts';
import { nearest } from './nearest.ts';

const LONGEST = 2_000;

/** What became of an expression: its value, or why it has none. */
export type Outcome<Value> =
  | { readonly kind: 'value'; readonly value: Value }
  /** Something it asks for is not known or not set. */
  | { readonly kind: 'unknown'; readonly reason: string }
  | { readonly kind: 'failed'; readonly reason: string };

/** An expression that was found to be right. */
export interface Expression<Value> {
  readonly source: string;
  /** Facts that it asks for. */
  readonly facts: ReadonlySet<string>;
  /** Those of them that it does not ask for by `has(…)` too: without them it has no value. */
  readonly required: ReadonlySet<string>;
  /** Total: whatever the values are, it gives an outcome. */
  evaluate(values: Readonly<Record<string, unknown>>): Outcome<Value>;
}

/** What is wrong with an expression, and where. */
export interface ExpressionFault {
  readonly reason: string;
  readonly cure: string;
  /** Characters from its start. */
  readonly at: number;
}

export type Compiled<Value> =
  | { readonly kind: 'right'; readonly expression: Expression<Value> }
  | { readonly kind: 'wrong'; readonly fault: ExpressionFault };

const isNode = (value: unknown): value is ASTNode =>
  typeof value === 'object' && value !== null && 'op' in value && 'args' in value;

function* partsOf(args: unknown): Generator<ASTNode> {
  if (isNode(args)) yield args;
  else if (Array.isArray(args)) for (const one of args) yield* partsOf(one);
}

/** `workload.labels.team`, of the node that selects it; `null` for what is no path of names. */
function pathOf(node: ASTNode): string | null {
  if (node.op === 'id') return node.args;
  if (node.op !== '.') return null;
  const before = pathOf(node.args[0]);
  return before === null ? null : `${before}.${node.args[1]}`;
}

const LOOPS: ReadonlySet<string> = new Set(['all', 'exists', 'exists_one', 'map', 'filter']);

interface Findings {
  readonly facts: Set<string>;
  readonly guarded: Set<string>;
  fault: ExpressionFault | null;
}

const REGULAR_EXPRESSION = {
  reason: 'regular expressions are not allowed, because some of them never end',
  cure: 'use startsWith, endsWith or contains',
};
const LOOP_IN_LOOP = {
  reason: 'a loop over a list stands in another',
  cure: 'use one all, exists, map or filter at a time',
};

const calledBy = (node: ASTNode): string | null =>
  node.op === 'call' || node.op === 'rcall' ? node.args[0] : null;

/** The declared fact that a node asks for, itself or by one of its keys. */
function factOf(node: ASTNode, known: readonly string[]): string | undefined {
  const path = pathOf(node);
  return path === null ? undefined : known.find(one => path === one || path.startsWith(`${one}.`));
}

/** Where in the expression a node stands. */
interface Around {
  readonly inHas: boolean;
  readonly inLoop: boolean;
}

/** Walks the expression once: which facts it asks for, and whether it does what it may not. */
function inspect(node: ASTNode, known: readonly string[], found: Findings, { inHas, inLoop }: Around): void {
  const fact = factOf(node, known);
  if (fact !== undefined) {
    found.facts.add(fact);
    if (inHas) found.guarded.add(fact);
    return;
  }
  const name = calledBy(node);
  const loop = node.op === 'rcall' && LOOPS.has(node.args[0]);
  if (name === 'matches') found.fault ??= { ...REGULAR_EXPRESSION, at: node.start };
  if (loop && inLoop) found.fault ??= { ...LOOP_IN_LOOP, at: node.start };
  const around = { inHas: inHas || name === 'has', inLoop: inLoop || loop };
  for (const part of partsOf(node.args)) inspect(part, known, found, around);
}

const WANTED = { truth: ['bool'], number: ['double', 'int'] } as const;

/** Name of a fact that there is not, as it was written; `null` where something else is wrong. */
function unknownFact({ summary, range, node }: ParseError | CelTypeError): string | null {
  const [, last] = /^(?:No such key|Unknown variable): (.+)$/.exec(summary) ?? [];
  if (last === undefined) return null;
  const before = (node?.input ?? '').slice(0, range?.start ?? 0);
  return `${/[\w.]*$/.exec(before)?.[0] ?? ''}${last}`;
}

function faultOf(error: unknown, scope: Scope): ExpressionFault {
  const wrong = error instanceof ParseError || error instanceof CelTypeError ? error : null;
  const at = wrong?.range?.start ?? 0;
  const unknown = wrong && unknownFact(wrong);
  if (unknown !== null) {
    const facts = FACTS_OF_SCOPE[scope].map(({ path }) => path);
    return {
      reason: `there is no fact ${unknown} in the scope ${scope}`,
      cure: `did you mean ${nearest(unknown, facts)}? docs/custom-rules.md lists the facts of each scope`,
      at,
    };
  }
  return {
    reason: wrong?.summary ?? describeError(error),
    cure: 'write a CEL expression; docs/custom-rules.md has the language and its facts',
    at,
  };
}

/** What an evaluation that threw means: a fact that is not there, or a failure. */
function outcomeOf(error: unknown): Outcome<never> {
  if (error instanceof EvaluationError && error.code === 'no_such_key' && error.node) {
    const { node } = error;
    const what = pathOf(node) ?? node.input.slice(node.start, node.end);
    return { kind: 'unknown', reason: `${what} is not known or not set` };
  }
  return { kind: 'failed', reason: error instanceof EvaluationError ? error.summary : describeError(error) };
}

function toOutcome<Value>(value: unknown, wanted: keyof typeof WANTED): Outcome<Value> {
  const plain = typeof value === 'bigint' ? Number(value) : value;
  if (wanted === 'number' && !(typeof plain === 'number' && Number.isFinite(plain))) {
    return { kind: 'failed', reason: `it gives ${String(plain)}, which is no amount` };
  }
  return { kind: 'value', value: plain as Value };
}

function expressionOf<Value>(
  source: string,
  parsed: ParseResult,
  found: Findings,
  wanted: keyof typeof WANTED,
): Expression<Value> {
  return {
    source,
    facts: found.facts,
    required: new Set([...found.facts].filter(fact => !found.guarded.has(fact))),
    evaluate: values => {
      try {
        return toOutcome<Value>(parsed({ ...values }), wanted);
      } catch (error) {
        return outcomeOf(error);
      }
    },
  };
}

/** Checks an expression against the facts of its scope: what passes can fail on no subject for its names or types. */
export function compileExpression(source: string, scope: Scope, wanted: 'truth'): Compiled<boolean>;
export function compileExpression(source: string, scope: Scope, wanted: 'number'): Compiled<number>;
export function compileExpression<Value>(
  source: string,
  scope: Scope,
  wanted: keyof typeof WANTED,
): Compiled<Value> {
  const wrong = (fault: ExpressionFault): Compiled<Value> => ({ kind: 'wrong', fault });
  const environment = ENVIRONMENTS.get(scope);
  if (environment === undefined || source.length > LONGEST) {
    return wrong({ reason: `it is longer than ${LONGEST} characters`, cure: 'make two rules of it', at: 0 });
  }
  try {
    const parsed = environment.parse(source);
    const { error, type = 'nothing' } = parsed.check();
    if (error) return wrong(faultOf(error, scope));
    if (!(WANTED[wanted] as readonly string[]).includes(type)) {
      const asked = wanted === 'truth' ? 'true or false' : 'a number';
      return wrong({
        reason: `it gives ${type} where ${asked} is expected`,
        cure: `make it give ${asked}`,
        at: 0,
      });
    }
    const found: Findings = { facts: new Set(), guarded: new Set(), fault: null };
    const known = FACTS_OF_SCOPE[scope].map(({ path }) => path);
    inspect(parsed.ast, known, found, { inHas: false, inLoop: false });
    if (found.fault) return wrong(found.fault);
    return { kind: 'right', expression: expressionOf<Value>(source, parsed, found, wanted) };
  } catch (error) {
    return wrong(faultOf(error, scope));
  }
}
