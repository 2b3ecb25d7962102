import { opportunityOf } from '../../testing/answers';
import { sortOpportunities } from './sortOpportunities';

const withCarbon = (id: string, grams: number | null) => {
  const { saving } = opportunityOf();
  const gramsCO2ePerMonth = grams === null ? null : { low: grams, likely: grams, high: grams };
  return opportunityOf({ id, saving: { ...saving, nominal: { ...saving.nominal, gramsCO2ePerMonth } } });
};

const [little, much, unknown] = [
  withCarbon('little', -5),
  withCarbon('much', 500),
  withCarbon('unknown', null),
];

describe('sortOpportunities', () => {
  it.each([
    ['ascending', ['little', 'much', 'unknown']],
    ['descending', ['much', 'little', 'unknown']],
  ] as const)('puts what is not known last when %s', (direction, ids) => {
    const sorted = sortOpportunities([unknown, much, little], { column: 'carbon', direction });
    expect(sorted.map(({ id }) => id)).toEqual(ids);
  });

  it('sorts risk by how high it is, not by its word', () => {
    const of = (level: 'low' | 'medium' | 'high') =>
      opportunityOf({ id: level, risk: { level, reasons: [] } });
    const sorted = sortOpportunities([of('medium'), of('high'), of('low')], {
      column: 'risk',
      direction: 'ascending',
    });
    expect(sorted.map(({ id }) => id)).toEqual(['low', 'medium', 'high']);
  });
});
