import type { Opportunity } from '../model/index.ts';
import type { FactSheet, Sentence } from './factSheet.ts';

/** How one kind of opportunity is put into words. Names and changes come from the opportunity, numbers from the facts. */
export interface Template {
  title(opportunity: Opportunity): string;
  summary(opportunity: Opportunity, facts: FactSheet, saving: Sentence): string;
  why(opportunity: Opportunity, facts: FactSheet): readonly string[];
  steps(opportunity: Opportunity): readonly string[];
  watchAfterwards(opportunity: Opportunity, facts: FactSheet): readonly string[];
}
