import {
  BALANCED,
  formatDuration,
  InvalidInputError,
  POLICIES,
  type Policy,
  seconds,
} from '../../model/index.ts';

function policyCalled(id: string): Policy {
  const policy = POLICIES.find(one => one.id === id);
  if (policy) return policy;
  throw new InvalidInputError(
    `There is no policy ${id}`,
    `choose one of ${POLICIES.map(one => one.id).join(', ')}`,
  );
}

/**
 * The policy of that id; the balanced one where none is named.
 *
 * @param minHistory seconds of history to judge from on, where not the policy's; the name then says so
 */
export function policyOf(id: string | undefined, minHistory?: number): Policy {
  const policy = id === undefined ? BALANCED : policyCalled(id);
  if (minHistory === undefined) return policy;
  const minimumHistory = seconds(minHistory);
  return {
    ...policy,
    name: `${policy.name} from ${formatDuration(minimumHistory)} of history on`,
    minimumHistory,
  };
}
