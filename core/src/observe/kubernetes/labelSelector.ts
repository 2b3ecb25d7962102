import type { V1LabelSelector } from '@kubernetes/client-node';
import type { LabelSelector, SelectorRequirement } from '../../model/index.ts';

const OPERATORS: readonly SelectorRequirement['operator'][] = [
  'In',
  'NotIn',
  'Exists',
  'DoesNotExist',
  'Gt',
  'Lt',
];

/** Selects nothing: a label is never one of no values. */
export const NOTHING: LabelSelector = [{ key: '', operator: 'In', values: [] }];

/** A selector that is not there selects nothing, an empty one everything. */
export const labelSelector = (selector: V1LabelSelector | undefined): LabelSelector =>
  selector === undefined
    ? NOTHING
    : [
        ...Object.entries(selector.matchLabels ?? {}).map(([key, value]) => requires(key, value)),
        ...(selector.matchExpressions ?? []).flatMap(requirement),
      ];

export const requires = (key: string, ...values: readonly string[]): SelectorRequirement => ({
  key,
  operator: 'In',
  values,
});

/** One requirement as Kubernetes writes it; none where its operator is one that nobody knows. */
export function requirement({
  key,
  operator,
  values,
}: {
  readonly key: string;
  readonly operator: string;
  readonly values?: readonly string[];
}): SelectorRequirement[] {
  const known = OPERATORS.find(candidate => candidate === operator);
  return known === undefined ? [] : [{ key, operator: known, values: values ?? [] }];
}
