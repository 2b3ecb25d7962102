/** A moment as the API writes it, whatever time zone the session has. */
export const isoText = (expression: string): string =>
  `to_char(${expression} at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
