import { objectLabel, type Opportunity, type Wording } from '../model/index.ts';
import { changesText } from './describeChanges.ts';
import { FactSheet, paragraph, written } from './factSheet.ts';
import type { Template } from './template.ts';

/** Fills the places that stand for names; facts are filled by the sheet. */
const named = (text: string, { subject, container, changes }: Opportunity): string =>
  text
    .replaceAll('{subject}', objectLabel(subject))
    .replaceAll('{name}', subject.name)
    .replaceAll('{namespace}', subject.namespace)
    .replaceAll('{container}', container ?? '')
    .replaceAll('{changes}', changesText(changes));

/** The words that a rule declares, as a template. */
export function declaredTemplate(wording: Wording): Template {
  const sentences = (opportunity: Opportunity, texts: readonly string[]): readonly string[] => {
    const facts = new FactSheet(opportunity);
    return written(...texts.map(text => facts.sentence(named(text, opportunity))));
  };
  return {
    title: opportunity => sentences(opportunity, [wording.title])[0] ?? objectLabel(opportunity.subject),
    summary: (opportunity, _, saving) => paragraph(...sentences(opportunity, wording.summary), saving),
    why: opportunity => sentences(opportunity, wording.why),
    steps: opportunity => sentences(opportunity, wording.steps),
    watchAfterwards: opportunity => sentences(opportunity, wording.watchAfterwards),
  };
}
