import { unbrokenRuns } from './usagePaths';

const hour = (index: number) => ({
  hour: new Date(Date.UTC(2026, 10, 1, index)).toISOString(),
  mean: 1,
  max: 2,
  samples: 12,
});

describe('unbrokenRuns', () => {
  it('breaks the line where hours are missing', () => {
    const runs = unbrokenRuns([hour(0), hour(1), hour(5), hour(6)]);
    expect(runs.map(run => run.length)).toEqual([2, 2]);
  });

  it('keeps one run of hours without a hole, and nothing of nothing', () => {
    expect(unbrokenRuns([hour(0), hour(1), hour(2)])).toHaveLength(1);
    expect(unbrokenRuns([])).toEqual([]);
  });
});
