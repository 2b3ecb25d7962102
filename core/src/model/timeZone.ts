/** True for what the time zone database knows (`Europe/Berlin`, `UTC`). */
export function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en-GB', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch (error) {
    // What it throws for a name it does not know; anything else is no answer to the question.
    if (error instanceof RangeError) return false;
    throw error;
  }
}
