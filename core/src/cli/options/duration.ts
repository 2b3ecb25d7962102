import { InvalidArgumentError } from 'commander';

const SECONDS: Readonly<Record<string, number>> = { '': 1, s: 1, m: 60, h: 3_600, d: 86_400 };

/** `90`, `90s`, `5m`, `1h`, `3d`, as seconds. */
export function duration(text: string): number {
  const [, digits = '', unit = ''] = /^(\d+)(s|m|h|d)?$/.exec(text) ?? [];
  const value = Number(digits) * (SECONDS[unit] ?? 0);
  if (!(value > 0)) throw new InvalidArgumentError('A duration such as 90s, 5m, 12h or 3d is expected.');
  return value;
}
