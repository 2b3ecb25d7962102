import type { LabelSelector, NodeSelectorTerms, SelectorRequirement } from '../../model/index.ts';

type Labels = Readonly<Record<string, string>>;

/** A label read as the integer that `Gt` and `Lt` compare; anything else compares with nothing. */
const integer = (text: string | undefined): number =>
  text !== undefined && /^[+-]?\d+$/.test(text) ? Number(text) : Number.NaN;

/** One requirement; a label that is not there is in no list, so `NotIn` and `DoesNotExist` hold of it. */
export function meets({ operator, values }: SelectorRequirement, value: string | undefined): boolean {
  switch (operator) {
    case 'In':
      return value !== undefined && values.includes(value);
    case 'NotIn':
      return value === undefined || !values.includes(value);
    case 'Exists':
      return value !== undefined;
    case 'DoesNotExist':
      return value === undefined;
    case 'Gt':
      return integer(value) > integer(values[0]);
    case 'Lt':
      return integer(value) < integer(values[0]);
    default: {
      const never: never = operator;
      return never;
    }
  }
}

/** All requirements hold; an empty selector selects everything. */
export const selects = (selector: LabelSelector, labels: Labels): boolean =>
  selector.every(requirement => meets(requirement, labels[requirement.key]));

/** The key that stands for a node's name where all other keys are labels. */
const NAME_FIELD = 'metadata.name';

/** One term holds in full; a term without requirements and a list without terms fit no node, as in Kubernetes. */
export const matchesNode = (terms: NodeSelectorTerms, labels: Labels, name: string): boolean =>
  terms.some(
    term =>
      term.length > 0 &&
      term.every(requirement =>
        meets(requirement, requirement.key === NAME_FIELD ? name : labels[requirement.key]),
      ),
  );
