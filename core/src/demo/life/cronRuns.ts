import { type Grid, timeAt } from '../grid.ts';

/**
 * Positions at which a cron expression fires (UTC, minutes that are multiples of five). Knows what the
 * demo's schedules use: numbers, `*` and `*`/n in minute, hour and weekday; day and month are `*`.
 */
export function cronRuns(schedule: string, grid: Grid): number[] {
  const [minute = '*', hour = '*', , , weekday = '*'] = schedule.split(' ');
  const positions = Array.from({ length: grid.steps }, (_, position) => position);
  return positions.filter(position => {
    const date = new Date(timeAt(grid, position) * 1000);
    return (
      matches(minute, date.getUTCMinutes()) &&
      matches(hour, date.getUTCHours()) &&
      matches(weekday, date.getUTCDay())
    );
  });
}

function matches(field: string, value: number): boolean {
  if (field === '*') return true;
  return field.startsWith('*/') ? value % Number(field.slice(2)) === 0 : value === Number(field);
}
