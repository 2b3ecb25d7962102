import { sumKnown } from './sumKnown.ts';

test.each([
  [[1, 2], { value: 3, known: 2, of: 2 }],
  [[1, null], { value: 1, known: 1, of: 2 }],
  [[0, null], { value: 0, known: 1, of: 2 }],
  [[null, null], { value: null, known: 0, of: 2 }],
  [[], { value: null, known: 0, of: 0 }],
])('%j', (values, sum) => {
  expect(sumKnown(values)).toEqual(sum);
});
