import { InvalidInputError } from '../../model/index.ts';
import type { Conditions } from './Conditions.ts';

/** One requirement of a selector; all of them must hold. */
export type LabelRequirement =
  | { readonly operator: 'exists' | 'absent'; readonly key: string }
  | { readonly operator: 'in' | 'not-in'; readonly key: string; readonly values: readonly string[] };

const NAME = '[A-Za-z0-9](?:[-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?';
const KEY = `(?:[a-z0-9](?:[-a-z0-9.]{0,251}[a-z0-9])?/)?${NAME}`;
const VALUE = `(?:${NAME})?`;
const EXISTENCE = new RegExp(`^(!?)\\s*(${KEY})$`);
const EQUALITY = new RegExp(`^(${KEY})\\s*(==?|!=)\\s*(${VALUE})$`);
const SET = new RegExp(`^(${KEY})\\s+(in|notin)\\s*\\(([^()]*)\\)$`);
const WHOLE_VALUE = new RegExp(`^${VALUE}$`);

function invalid(selector: string, part: string): InvalidInputError {
  return new InvalidInputError(
    `the label selector "${selector}" cannot be read at "${part}"`,
    'write it as kubectl does: app=cart,tier!=cache,env in (dev,test),team notin (a),owner,!legacy',
  );
}

/** Splits at the commas that are not inside a set. */
const requirementsOf = (selector: string): string[] =>
  selector.split(/,(?![^(]*\))/).map(part => part.trim());

function parseRequirement(part: string, selector: string): LabelRequirement {
  const existence = EXISTENCE.exec(part);
  if (existence?.[2] !== undefined)
    return { operator: existence[1] === '!' ? 'absent' : 'exists', key: existence[2] };
  const equality = EQUALITY.exec(part);
  if (equality?.[1] !== undefined) {
    return {
      operator: equality[2] === '!=' ? 'not-in' : 'in',
      key: equality[1],
      values: [equality[3] ?? ''],
    };
  }
  const set = SET.exec(part);
  const values = (set?.[3] ?? '').split(',').map(value => value.trim());
  if (set?.[1] === undefined || !values.every(value => WHOLE_VALUE.test(value)))
    throw invalid(selector, part);
  return { operator: set[2] === 'in' ? 'in' : 'not-in', key: set[1], values };
}

/**
 * Reads a Kubernetes label selector, equality-based and set-based
 * (https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#label-selectors).
 * An empty one selects everything.
 *
 * @throws InvalidInputError that shows the part it could not read
 */
export function parseLabelSelector(selector: string): LabelRequirement[] {
  if (selector.trim() === '') return [];
  return requirementsOf(selector).map(part => parseRequirement(part, selector));
}

/**
 * Adds a selector over the jsonb column `labels`. As in Kubernetes, `!=` and `notin` also hold for
 * objects that do not have the label.
 */
export function addLabelSelector(conditions: Conditions, labels: string, selector: string | undefined): void {
  for (const requirement of parseLabelSelector(selector ?? '')) {
    const value = `${labels} ->> ${conditions.value(requirement.key, 'text')}`;
    switch (requirement.operator) {
      case 'exists':
        conditions.add(`${value} is not null`);
        break;
      case 'absent':
        conditions.add(`${value} is null`);
        break;
      case 'in':
        conditions.add(`${value} = any(${conditions.value(requirement.values, 'text[]')})`);
        break;
      case 'not-in':
        conditions.add(`coalesce(${value} <> all(${conditions.value(requirement.values, 'text[]')}), true)`);
        break;
      default: {
        const never: never = requirement;
        throw new InvalidInputError(`unknown requirement ${JSON.stringify(never)}`, 'use a known operator');
      }
    }
  }
}
