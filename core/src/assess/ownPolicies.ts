import { z } from 'zod';
import {
  bytes,
  cores,
  gramsCO2e,
  InvalidInputError,
  parseBytes,
  parseCores,
  POLICIES,
  type Policy,
  ratio,
  seconds,
  usd,
} from '../model/index.ts';

const DAY = 86_400;

const quantity = (parse: (text: string) => number) =>
  z.union([z.string(), z.number().nonnegative()]).transform((given, context) => {
    try {
      const amount = parse(String(given));
      if (amount >= 0) return amount;
    } catch (error) {
      if (!(error instanceof InvalidInputError)) throw error;
    }
    context.addIssue({ code: 'custom', message: 'must be an amount as manifests write it (250m, 512Mi)' });
    return z.NEVER;
  });

const coresSchema = quantity(parseCores).transform(cores);
const bytesSchema = quantity(parseBytes).transform(bytes);
const share = z.number().min(0).max(1).transform(ratio);
const headroom = z.number().min(0).max(10).transform(ratio);
const days = z
  .number()
  .positive()
  .transform(value => seconds(value * DAY));

/** A policy of the user's own: one of ours, and what is different. Fields are those of {@link Policy}. */
export const policyDefinitionSchema = z.strictObject({
  id: z
    .string()
    .regex(/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/, 'must be lower-case letters, digits and dashes'),
  name: z.string().min(1).optional(),
  basedOn: z.enum(['max-savings', 'balanced', 'headroom']).default('balanced'),
  cpuQuantile: share.optional(),
  cpuWorth: coresSchema.optional(),
  cpuHeadroom: headroom.optional(),
  cpuUnseenPeak: coresSchema.optional(),
  /** `all` covers every sample. */
  memoryWorth: z.union([z.literal('all').transform(() => null), bytesSchema]).optional(),
  memoryHeadroom: headroom.optional(),
  memoryUnseenPeak: bytesSchema.optional(),
  oomHeadroom: headroom.optional(),
  halfLifeDays: days.optional(),
  minimumCpu: coresSchema.optional(),
  minimumMemory: bytesSchema.optional(),
  minimumHistoryDays: days.optional(),
  minimumCoverage: share.optional(),
  minimumChange: share.optional(),
  minimumSavingUsdPerMonth: z.number().nonnegative().transform(usd).optional(),
  minimumCarbonGramsPerMonth: z.number().nonnegative().transform(gramsCO2e).optional(),
});

export type PolicyDefinition = z.output<typeof policyDefinitionSchema>;

/** Only what is given differs from the policy it is based on. */
function policyOf(definition: PolicyDefinition): Policy {
  const {
    basedOn,
    halfLifeDays: halfLife,
    minimumHistoryDays: minimumHistory,
    minimumSavingUsdPerMonth: minimumSavingPerMonth,
    minimumCarbonGramsPerMonth: minimumCarbonPerMonth,
    ...same
  } = definition;
  const base = POLICIES.find(({ id }) => id === basedOn);
  if (!base) throw new TypeError(`there is no policy ${basedOn}`);
  const given = { ...same, halfLife, minimumHistory, minimumSavingPerMonth, minimumCarbonPerMonth };
  const different = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  return { ...base, name: definition.id, ...different };
}

/**
 * Our policies and the user's own.
 *
 * @throws InvalidInputError when two have the same id
 */
export function policiesWith(definitions: readonly PolicyDefinition[]): readonly Policy[] {
  const policies = [...POLICIES, ...definitions.map(policyOf)];
  const ids = policies.map(({ id }) => id);
  const twice = ids.find((id, index) => ids.indexOf(id) !== index);
  if (twice !== undefined) {
    throw new InvalidInputError(`two policies have the id "${twice}"`, 'give every policy an id of its own');
  }
  return policies;
}

/** @throws InvalidInputError that names the policies there are */
export function policyCalled(id: string, policies: readonly Policy[]): Policy {
  const policy = policies.find(one => one.id === id);
  if (policy) return policy;
  throw new InvalidInputError(
    `There is no policy ${id}`,
    `choose one of ${policies.map(one => one.id).join(', ')}`,
  );
}
