import { type Seconds, seconds, type UnixSeconds } from '../../model/index.ts';

const DAY = 86_400;

export const days = (count: number): Seconds => seconds(count * DAY);

/** How long something has been there; `null` where nobody says since when. */
export const ageOf = (createdAt: UnixSeconds | null, now: UnixSeconds): Seconds | null =>
  createdAt === null ? null : seconds(Math.max(0, now - createdAt));

/** True where it is known to be younger than that. */
export const youngerThan = (age: Seconds | null, limit: Seconds): boolean => age !== null && age < limit;
