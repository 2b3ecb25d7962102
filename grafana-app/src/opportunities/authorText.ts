import type { OpportunityView } from '@greenops/core/api';

/** Who wrote the text: readers trust a computed sentence and a model's sentence differently. */
export const authorText = (author: OpportunityView['recommendation']['author']): string =>
  author.kind === 'template'
    ? 'Text written from a template; every number is computed from the evidence above.'
    : `Text written by ${author.model} (${author.provider}); every number is computed from the evidence above.`;
