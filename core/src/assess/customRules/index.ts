export type { CustomRule, Trial } from './customRule.ts';
export { readCustomRules } from './readCustomRules.ts';
export { type RuleTrial, tryCustomRule } from './tryCustomRule.ts';
