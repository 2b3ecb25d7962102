import fc from 'fast-check';
import { unixSeconds } from '../../model/index.ts';
import { HOURS_PER_WEEK } from './localClock.ts';
import { hoursAsleep, isAsleep, quietHours, sleepSchedule } from './sleepSchedule.ts';
import { type HourlyValue, weeklyProfile } from './weeklyProfile.ts';

const HOUR = 3_600;
/** A Monday in winter: no change of the clocks within four weeks. */
const MONDAY = Date.UTC(2026, 0, 5) / 1000;
const DEMANDS = { threshold: 1, shareOfDays: 0.9 };

const weeks = (count: number, use: (hourOfWeek: number) => number): readonly HourlyValue[] =>
  Array.from({ length: count * HOURS_PER_WEEK }, (_, hour) => ({
    hour: unixSeconds(MONDAY + hour * HOUR),
    value: use(hour % HOURS_PER_WEEK),
  }));

const office = (hour: number): number => (hour < 120 && hour % 24 >= 8 && hour % 24 < 18 ? 10 : 0);
const scheduleOf = (hours: readonly HourlyValue[], zone = 'UTC') =>
  sleepSchedule(quietHours(hours, zone, DEMANDS), 4, 1);

describe('sleepSchedule', () => {
  it('sleeps at night and over the weekend, and wakes an hour ahead', () => {
    const schedule = scheduleOf(weeks(2, office));
    expect(schedule).toEqual({ days: 'weekdays', from: 18, to: 7 });
    expect(schedule && hoursAsleep(schedule)).toBe(5 * 13 + 48);
  });

  it('reads the clock of the place', () => {
    // Office hours of 08–18 UTC are 09–19 in Berlin and 13:30–23:30 in Kolkata, where both halves count.
    expect(scheduleOf(weeks(2, office), 'Europe/Berlin')).toEqual({ days: 'weekdays', from: 19, to: 8 });
    expect(scheduleOf(weeks(2, office), 'Asia/Kolkata')).toEqual({ days: 'every day', from: 0, to: 12 });
  });

  it('keeps to the nights where the weekend is in use', () => {
    const shop = weeks(2, hour => (hour % 24 >= 8 && hour % 24 < 18 ? 10 : 0));
    expect(scheduleOf(shop)).toEqual({ days: 'every day', from: 18, to: 7 });
  });

  it('has none for what is always, or never, in use, or rests for a moment', () => {
    expect(scheduleOf(weeks(2, () => 10))).toBeNull();
    expect(scheduleOf(weeks(2, () => 0))).toBeNull();
    expect(scheduleOf(weeks(2, hour => (hour % 24 < 3 ? 0 : 10)))).toBeNull();
    expect(scheduleOf([])).toBeNull();
  });

  it('forgives one late night in ten, and no more', () => {
    const late = (nights: number) =>
      weeks(2, office).map(({ hour, value }, index) => ({
        hour,
        value: index % 24 === 22 && Math.floor(index / 24) < nights ? 10 : value,
      }));
    expect(scheduleOf(late(1))).toEqual({ days: 'weekdays', from: 18, to: 7 });
    expect(scheduleOf(late(2))).not.toEqual({ days: 'weekdays', from: 18, to: 7 });
  });

  it('takes a hole for a hole', () => {
    const holes = weeks(2, office).filter((_, index) => index % 24 >= 6 || index < 48 || index > 200);
    const schedule = scheduleOf(holes);
    expect(schedule === null || !isAsleep(schedule, 3)).toBe(true);
  });

  it('never sleeps in an hour that is in use on more than a tenth of its days', () => {
    const anyWeek = fc.array(fc.constantFrom(0, 0, 0, 0.5, 5), {
      minLength: HOURS_PER_WEEK,
      maxLength: HOURS_PER_WEEK,
    });
    const nightly = fc
      .tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 1, max: 23 }), fc.boolean())
      .map(([from, length, weekend]) =>
        Array.from({ length: HOURS_PER_WEEK }, (_, hour) =>
          (weekend && hour >= 120) || (hour + 24 - from) % 24 < length ? 0 : 5,
        ),
      );
    fc.assert(
      fc.property(
        fc.oneof(anyWeek, nightly),
        fc.array(fc.nat({ max: 4 * HOURS_PER_WEEK - 1 }), { maxLength: 60 }),
        fc.constantFrom('UTC', 'Europe/Berlin', 'Asia/Kolkata', 'America/New_York'),
        (week, disturbed, zone) => {
          const late = new Set(disturbed);
          const hours = weeks(4, hour => week[hour] ?? 0).map(({ hour, value }, index) => ({
            hour,
            value: late.has(index) ? 9 : value,
          }));
          const schedule = scheduleOf(hours, zone);
          if (schedule === null) return;
          const asleep = Array.from({ length: HOURS_PER_WEEK }, (_, hour) => isAsleep(schedule, hour));
          expect(hoursAsleep(schedule)).toBe(asleep.filter(sleeps => sleeps).length);
          const { slots } = weeklyProfile(hours, zone);
          for (const [dayFrom, dayTo] of [
            [0, 5],
            [5, 7],
          ] as const) {
            for (let hour = 0; hour < 24; hour += 1) {
              if (!isAsleep(schedule, dayFrom * 24 + hour)) continue;
              const values = slots.filter(
                (_, slot) => slot % 24 === hour && slot >= dayFrom * 24 && slot < dayTo * 24,
              );
              const all = values.flatMap(slot => slot.values);
              const busy = all.filter(value => value >= DEMANDS.threshold).length;
              expect(busy / all.length).toBeLessThanOrEqual(0.1 + 1e-9);
            }
          }
        },
      ),
      { numRuns: 200 },
    );
  });
});
