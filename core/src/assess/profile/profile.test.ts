import fc from 'fast-check';
import { isTimeZone, unixSeconds } from '../../model/index.ts';
import { autocorrelation, DAILY_LAG, rhythmOf, WEEKLY_LAG, withoutGaps } from './autocorrelation.ts';
import { localClock } from './localClock.ts';
import { quantileOf, spreadOf } from './spread.ts';
import { type HourlyValue, slotMean, weeklyProfile } from './weeklyProfile.ts';

const HOUR = 3_600;
/** A Monday. */
const MONDAY = Date.UTC(2026, 5, 1) / 1000;

const hoursFrom = (start: number, values: readonly number[]): readonly HourlyValue[] =>
  values.map((value, index) => ({ hour: unixSeconds(start + index * HOUR), value }));

const at = (iso: string) => unixSeconds(Date.parse(iso) / 1000);

describe('localClock', () => {
  it('starts the week on Monday', () => {
    expect(localClock('UTC')(unixSeconds(MONDAY))).toEqual({ hourOfWeek: 0, minute: 0 });
    expect(localClock('UTC')(unixSeconds(MONDAY - HOUR))).toEqual({ hourOfWeek: 167, minute: 0 });
    expect(localClock('UTC')(unixSeconds(0))).toEqual({ hourOfWeek: 3 * 24, minute: 0 });
  });

  it('follows daylight saving', () => {
    const berlin = localClock('Europe/Berlin');
    // The clocks go forward on Sunday 2026-03-29 at 01:00 UTC and back on Sunday 2026-10-25.
    expect(berlin(at('2026-03-29T00:00:00Z')).hourOfWeek).toBe(6 * 24 + 1);
    expect(berlin(at('2026-03-29T01:00:00Z')).hourOfWeek).toBe(6 * 24 + 3);
    expect(berlin(at('2026-10-25T00:00:00Z')).hourOfWeek).toBe(6 * 24 + 2);
    expect(berlin(at('2026-10-25T01:00:00Z')).hourOfWeek).toBe(6 * 24 + 2);
  });

  it('knows zones that are not whole hours off', () => {
    expect(localClock('Asia/Kolkata')(at('2026-06-01T00:00:00Z'))).toEqual({ hourOfWeek: 5, minute: 30 });
    expect(localClock('Asia/Kathmandu')(at('2026-06-01T00:00:00Z'))).toEqual({ hourOfWeek: 5, minute: 45 });
    expect(localClock('America/Los_Angeles')(at('2026-06-01T00:00:00Z')).hourOfWeek).toBe(6 * 24 + 17);
  });

  it('tells zones from other words', () => {
    expect(['Europe/Berlin', 'UTC'].map(isTimeZone)).toEqual([true, true]);
    expect(['Mars/Olympus', '', '../etc', 'Europe/Berlin '].map(isTimeZone)).toEqual([
      false,
      false,
      false,
      false,
    ]);
  });
});

describe('weeklyProfile', () => {
  it('gathers the same hour of all weeks', () => {
    const { slots } = weeklyProfile(
      hoursFrom(
        MONDAY,
        Array.from({ length: 336 }, (_, index) => index),
      ),
    );
    expect(slots).toHaveLength(168);
    expect(slots[5]?.values).toEqual([5, 173]);
    expect(slotMean(slots[5] ?? { values: [] })).toBe(89);
  });

  it('leaves a slot without data empty, which is not zero', () => {
    const { slots } = weeklyProfile(hoursFrom(MONDAY, [1, 2]));
    expect(slots[2]?.values).toEqual([]);
    expect(slotMean({ values: [] })).toBeNull();
  });

  it('counts an hour in both hours of a wall clock that is half an hour off', () => {
    const { slots } = weeklyProfile(hoursFrom(MONDAY, [7]), 'Asia/Kolkata');
    expect(slots.flatMap(({ values }, slot) => (values.length > 0 ? [slot] : []))).toEqual([5, 6]);
  });

  it('loses no value and invents none', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0, max: 10, noNaN: true }), { maxLength: 400 }),
        fc.constantFrom('UTC', 'Europe/Berlin', 'America/New_York'),
        (values, zone) => {
          const { slots } = weeklyProfile(hoursFrom(MONDAY, values), zone);
          const gathered = slots.flatMap(slot => slot.values);
          expect(gathered.toSorted((a, b) => a - b)).toEqual(values.toSorted((a, b) => a - b));
        },
      ),
      { numRuns: 30 },
    );
  });
});

describe('autocorrelation', () => {
  const daily = Array.from({ length: 14 * 24 }, (_, hour) => 1 + Math.sin((2 * Math.PI * hour) / 24));

  it('is 1 after the period and -1 after half of it', () => {
    expect(autocorrelation(daily, DAILY_LAG)).toBeCloseTo(1, 9);
    expect(autocorrelation(daily, 12)).toBeCloseTo(-1, 9);
  });

  it('is not known of what does not vary or is too short', () => {
    expect(autocorrelation(Array<number>(336).fill(0.3), DAILY_LAG)).toBeNull();
    expect(autocorrelation(daily.slice(0, 40), DAILY_LAG)).toBeNull();
    expect(autocorrelation([], DAILY_LAG)).toBeNull();
  });

  it('looks past holes', () => {
    const holes = daily.map((value, index) => (index % 5 === 0 ? null : value));
    expect(autocorrelation(holes, DAILY_LAG)).toBeCloseTo(1, 9);
    const hours = hoursFrom(MONDAY, [1, 2, 3]).filter((_, index) => index !== 1);
    expect(withoutGaps(hours)).toEqual([1, null, 3]);
  });

  it('is blind to scale and origin', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 1_000 }), { minLength: 60, maxLength: 120 }),
        fc.integer({ min: 1, max: 1_000 }),
        fc.integer({ min: 0, max: 1_000 }),
        (values, scale, origin) => {
          const one = autocorrelation(values, DAILY_LAG);
          const other = autocorrelation(
            values.map(value => value * scale + origin),
            DAILY_LAG,
          );
          if (one === null || other === null) expect(other).toBe(one);
          else expect(other).toBeCloseTo(one, 6);
        },
      ),
    );
  });

  it('tells a week from a day', () => {
    const office = Array.from({ length: 21 * 24 }, (_, hour) => (hour % 168 < 120 && hour % 24 >= 8 ? 1 : 0));
    expect(rhythmOf(hoursFrom(MONDAY, office))).toEqual({ lag: WEEKLY_LAG, correlation: 1 });
    expect(rhythmOf(hoursFrom(MONDAY, daily))?.lag).toBe(DAILY_LAG);
    expect(rhythmOf([])).toBeNull();
  });
});

describe('spread', () => {
  it('is the standard deviation and the maximum, by the mean', () => {
    expect(spreadOf([1, 3])).toEqual({ mean: 2, max: 3, coefficientOfVariation: 0.5, maxToMean: 1.5 });
    expect(spreadOf([])).toBeNull();
    expect(spreadOf([0, 0])).toBeNull();
  });

  it('has quantiles by nearest rank', () => {
    expect([0, 0.5, 0.95, 1].map(q => quantileOf([3, 1, 2, 4], q))).toEqual([1, 2, 4, 4]);
    expect(quantileOf([], 0.5)).toBeNaN();
  });
});
