import { Environment } from '@marcbachmann/cel-js';
import { InvalidInputError, parseKubernetesQuantity } from '../../model/index.ts';
import type { Fact, FactKind } from './facts/factDeclaration.ts';
import { FACTS_OF_SCOPE, type Scope, SCOPES } from './facts/factsOfScope.ts';

/** What a rule's expression may be at most: more is a program, and programs are not for this. */
const LIMITS = {
  maxAstNodes: 400,
  maxDepth: 24,
  maxListElements: 100,
  maxMapEntries: 20,
  maxCallArguments: 8,
};

const TYPE: Readonly<Record<FactKind, string>> = {
  number: 'double',
  text: 'string',
  truth: 'bool',
  texts: 'list<string>',
  labels: 'map<string, string>',
};

/** Type of a group of facts, by name; what has parts is a group again. */
interface Schema {
  [name: string]: Schema | string;
}

function schemaOf(facts: readonly Pick<Fact<never>, 'path' | 'kind'>[]): Schema {
  const schema: Schema = {};
  for (const { path, kind } of facts) {
    const names = path.split('.');
    const last = names.pop() ?? path;
    let group = schema;
    for (const name of names) {
      const inner = (group[name] ??= {});
      if (typeof inner === 'string') throw new TypeError(`the fact ${path} is in another fact`);
      group = inner;
    }
    group[last] = TYPE[kind];
  }
  return schema;
}

const DURATION_SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3_600, d: 86_400 };

function parseSeconds(text: string): number {
  const [, amount = '', unit = ''] = /^(\d+(?:\.\d+)?)(s|m|h|d)$/.exec(text) ?? [];
  const size = DURATION_SECONDS[unit];
  if (size === undefined)
    throw new InvalidInputError(`"${text}" is not a duration`, 'write it as 90s, 5m, 12h or 30d');
  return Number(amount) * size;
}

/** Every number is a `double`; whole numbers in an expression may stand beside them as they are. */
function withMixedArithmetic(environment: Environment): Environment {
  const mixed = {
    '+': (a: number, b: number) => a + b,
    '-': (a: number, b: number) => a - b,
    '/': (a: number, b: number) => a / b,
  };
  for (const [operator, apply] of Object.entries(mixed)) {
    environment.registerOperator(`double ${operator} int`, (a, b) => apply(Number(a), Number(b)));
    environment.registerOperator(`int ${operator} double`, (a, b) => apply(Number(a), Number(b)));
  }
  // `!=` follows from it, in both orders.
  return environment.registerOperator('double == int', (a, b) => Number(a) === Number(b));
}

function environmentOf(scope: Scope): Environment {
  const environment = withMixedArithmetic(new Environment({ limits: LIMITS }))
    .registerFunction('quantity(string): double', parseKubernetesQuantity)
    .registerFunction('seconds(string): double', parseSeconds);
  for (const [name, schema] of Object.entries(schemaOf(FACTS_OF_SCOPE[scope]))) {
    if (typeof schema === 'string') environment.registerVariable(name, schema);
    else environment.registerVariable({ name, schema });
  }
  return environment;
}

/** The expression language of each scope: CEL over its facts, with `quantity('250m')`, `quantity('512Mi')`, `seconds('30d')`. */
export const ENVIRONMENTS: ReadonlyMap<Scope, Environment> = new Map(
  SCOPES.map(scope => [scope, environmentOf(scope)]),
);
