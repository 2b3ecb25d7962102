import { byNumber } from './byNumber.ts';

const sorted = (...amounts: (number | null)[]) =>
  amounts
    .map(amount => ({ values: { amount } }))
    .sort((a, b) => byNumber(a, b, 'amount'))
    .map(({ values }) => values.amount);

test('a negative saving is less than none, and 9 less than 10', () => {
  expect(sorted(10, -13.2, 0, 9)).toEqual([-13.2, 0, 9, 10]);
});

test('what is not known stands at one end, together', () => {
  expect(sorted(1, null, -5, null)).toEqual([null, null, -5, 1]);
});
