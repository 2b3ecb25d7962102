import { z } from 'zod';
import { SCOPES } from './facts/factsOfScope.ts';

const sentence = z.string().trim().min(1).max(1_000);
const sentences = z.array(sentence).max(20).default([]);
const expression = z.string().trim().min(1);

/** A rule as a user writes it; what each field means is in docs/custom-rules.md. */
export const customRuleSchema = z.strictObject({
  id: z
    .string()
    .regex(/^[a-z][a-z0-9-]{0,62}$/, 'write it in lower case, as big-and-quiet: letters, digits and hyphens'),
  title: sentence,
  finds: sentence.optional(),
  scope: z.enum(SCOPES),
  /** `info` is shown when it saves enough for the policy, `warning` always. */
  severity: z.enum(['info', 'warning']).default('warning'),
  needs: z.array(z.string().min(1)).max(20).default([]),
  when: expression,
  saving: z
    .strictObject({ cpu: expression.optional(), memory: expression.optional() })
    .refine(({ cpu, memory }) => cpu !== undefined || memory !== undefined, 'say cpu, memory or both')
    .optional(),
  risk: z
    .strictObject({ level: z.enum(['low', 'medium', 'high']), reasons: z.array(sentence).min(1).max(10) })
    .optional(),
  wording: z.strictObject({
    title: sentence,
    summary: z.array(sentence).min(1).max(10),
    why: sentences,
    steps: sentences,
    watchAfterwards: sentences,
  }),
});

export type CustomRuleText = z.infer<typeof customRuleSchema>;

export const customRulesFileSchema = z.strictObject({ rules: z.array(customRuleSchema).min(1).max(200) });
