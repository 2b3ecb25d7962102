import { BALANCED, InvalidInputError, POLICIES, type Policy } from '../../model/index.ts';

/** The policy of that id; the balanced one where none is named. */
export function policyOf(id: string | undefined): Policy {
  if (id === undefined) return BALANCED;
  const policy = POLICIES.find(one => one.id === id);
  if (policy) return policy;
  throw new InvalidInputError(
    `There is no policy ${id}`,
    `choose one of ${POLICIES.map(one => one.id).join(', ')}`,
  );
}
