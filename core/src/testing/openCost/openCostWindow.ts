const SECONDS: Readonly<Record<string, number>> = { m: 60, h: 3600, d: 86_400, w: 604_800 };

export interface OpenCostWindow {
  readonly start: Date;
  readonly end: Date;
}

/** Reads OpenCost's `window` parameter: `7d`, `2026-11-01T00:00:00Z,2026-11-08T00:00:00Z`, `1763000000,1763600000`; `null` for what it is not. */
export function parseOpenCostWindow(text: string, now: Date): OpenCostWindow | null {
  const duration = /^(\d+)([mhdw])$/.exec(text);
  if (duration) {
    const seconds = Number(duration[1]) * (SECONDS[duration[2] ?? ''] ?? 0);
    return { start: new Date(now.getTime() - seconds * 1000), end: now };
  }
  const [from, to, ...more] = /^\d+-\d+$/.test(text) ? text.split('-') : text.split(',');
  if (from === undefined || to === undefined || more.length > 0) return null;
  const moment = (part: string): Date => new Date(/^\d+$/.test(part) ? Number(part) * 1000 : part);
  const window = { start: moment(from), end: moment(to) };
  return Number.isNaN(window.start.getTime()) || !(window.end > window.start) ? null : window;
}
