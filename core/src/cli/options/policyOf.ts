import { policyCalled } from '../../assess/ownPolicies.ts';
import { BALANCED, formatDuration, type Policy, seconds } from '../../model/index.ts';

/**
 * The policy of that id; the balanced one where none is named.
 *
 * @param policies those there are
 * @param minHistory seconds of history to judge from on, where not the policy's; the name then says so
 * @throws InvalidInputError when there is none of that id
 */
export function policyOf(id: string | undefined, policies: readonly Policy[], minHistory?: number): Policy {
  const policy = id === undefined ? BALANCED : policyCalled(id, policies);
  if (minHistory === undefined) return policy;
  const minimumHistory = seconds(minHistory);
  return {
    ...policy,
    name: `${policy.name} from ${formatDuration(minimumHistory)} of history on`,
    minimumHistory,
  };
}
