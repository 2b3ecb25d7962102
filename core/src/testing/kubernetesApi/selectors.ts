import { badRequest } from './apiStatus.ts';
import { type KubernetesObject, valueAt } from './kubernetesObject.ts';

export type Predicate = (object: KubernetesObject) => boolean;

/** Reads `app=web,tier in (a, b),!legacy`; an empty selector matches all. */
export function labelSelector(text: string): Predicate {
  const requirements = splitRequirements(text).map(labelRequirement);
  return object => requirements.every(matches => matches(object.metadata.labels ?? {}));
}

/** Commas separate requirements, except between the parentheses of a set. */
const splitRequirements = (text: string): string[] =>
  text
    .split(/,(?![^(]*\))/)
    .map(part => part.trim())
    .filter(part => part !== '');

function labelRequirement(text: string): (labels: Readonly<Record<string, string>>) => boolean {
  const set = /^(\S+)\s+(in|notin)\s*\(([^)]*)\)$/.exec(text);
  if (set) {
    const [, key = '', operator, list = ''] = set;
    const values = new Set(list.split(',').map(value => value.trim()));
    const contains = (labels: Readonly<Record<string, string>>): boolean =>
      values.has(labels[key] ?? '') && key in labels;
    return operator === 'in' ? contains : labels => !contains(labels);
  }
  const equality = /^([^\s=!]+)\s*(==|=|!=)\s*(\S*)$/.exec(text);
  if (equality) {
    const [, key = '', operator, value = ''] = equality;
    return operator === '!=' ? labels => labels[key] !== value : labels => labels[key] === value;
  }
  const existence = /^(!?)\s*([^\s=!()]+)$/.exec(text);
  if (existence) {
    const [, not, key = ''] = existence;
    return labels => key in labels === (not === '');
  }
  throw badRequest(`unable to parse requirement: ${text}`);
}

/** Reads `metadata.name=x,status.phase!=Running`. */
export function fieldSelector(text: string): Predicate {
  const requirements = splitRequirements(text).map(part => {
    const match = /^([^=!]+)(==|=|!=)(.*)$/.exec(part);
    if (!match) throw badRequest(`invalid selector: '${part}'; can't understand '${part}'`);
    const [, path = '', operator, value = ''] = match;
    return (object: KubernetesObject): boolean =>
      (String(valueAt(object, path.trim().split('.')) ?? '') === value.trim()) === (operator !== '!=');
  });
  return object => requirements.every(matches => matches(object));
}
