import { maxUnavailableShare } from './maxUnavailable.ts';

describe('maxUnavailableShare', () => {
  it.each([
    ['25%', 10, 'down', false, 0.2],
    ['25%', 3, 'down', false, 0],
    ['25%', 3, 'down', true, 1 / 3],
    ['25%', 3, 'up', false, 1 / 3],
    ['100%', 4, 'down', false, 1],
    [1, 4, 'down', false, 0.25],
    ['2', 4, 'down', false, 0.5],
    [9, 4, 'down', false, 1],
    [1, 0, 'down', false, null],
    ['a few', 4, 'down', false, null],
    ['-1', 4, 'down', false, null],
  ] as const)('%s of %i pods, rounded %s', (unavailable, replicas, rounded, atLeastOne, share) => {
    expect(maxUnavailableShare({ unavailable, rounded, atLeastOne }, replicas)).toBe(share);
  });
});
