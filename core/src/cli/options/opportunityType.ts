import { InvalidArgumentError } from 'commander';
import { opportunitySchema } from '../../api/index.ts';
import { BUILT_IN_OPPORTUNITY_TYPES, type OpportunityType } from '../../model/index.ts';

/** Type of a finding: one of our own, or `custom/<id>` of a rule of the user's. */
export function opportunityType(text: string): OpportunityType {
  const parsed = opportunitySchema.shape.type.safeParse(text);
  if (!parsed.success) {
    throw new InvalidArgumentError(
      `Use custom/<id> for a rule of your own, or one of: ${BUILT_IN_OPPORTUNITY_TYPES.join(', ')}.`,
    );
  }
  return parsed.data;
}
