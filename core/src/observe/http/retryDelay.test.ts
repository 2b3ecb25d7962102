import { retryDelay } from './retryDelay.ts';

const now = Date.UTC(2026, 0, 1);
const delay = (attempt: number, retryAfter: string | null, random = 0) =>
  retryDelay({ attempt, baseMs: 500, retryAfter, nowMs: now, random });

describe('retryDelay', () => {
  it('doubles, with up to a quarter added by chance', () => {
    expect([0, 1, 2].map(attempt => delay(attempt, null))).toEqual([500, 1000, 2000]);
    expect(delay(0, null, 1)).toBe(625);
  });

  it.each([
    ['2', 2000],
    ['0', 0],
    ['0.25', 250],
    ['-3', 0],
    ['3600', 30_000],
    [new Date(now + 5000).toUTCString(), 5000],
    [new Date(now - 5000).toUTCString(), 0],
  ])('obeys Retry-After: %s, within 30 s', (retryAfter, expected) => {
    expect(delay(0, retryAfter)).toBe(expected);
  });

  it.each(['', ' ', 'soon', 'NaN'])('takes its own wait where Retry-After is %j', retryAfter => {
    expect(delay(1, retryAfter)).toBe(1000);
  });

  it('never waits longer than 30 s', () => {
    expect(delay(20, null)).toBe(30_000);
  });
});
