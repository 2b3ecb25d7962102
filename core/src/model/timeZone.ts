/** Zones that were found in the database already: asking it takes a millisecond. There are a few hundred. */
const known = new Set(['UTC']);

/** True for what the time zone database knows (`Europe/Berlin`, `UTC`). */
export function isTimeZone(name: string): boolean {
  if (known.has(name)) return true;
  try {
    new Intl.DateTimeFormat('en-GB', { timeZone: name });
  } catch (error) {
    // What it throws for a name it does not know; anything else is no answer to the question.
    if (error instanceof RangeError) return false;
    throw error;
  }
  known.add(name);
  return true;
}
