import pc from 'picocolors';
import type { RiskLevel } from '../../model/index.ts';
import type { Host, Output } from '../host.ts';

/** Colours and marks; every method gives its text unchanged where colours are off. */
export type Style = ReturnType<typeof pc.createColors>;

/** NO_COLOR (any text) beats FORCE_COLOR, which beats what the stream is. See no-color.org, force-color.org. */
export function wantsColour(output: Output, env: Host['env']): boolean {
  if (env.NO_COLOR !== undefined && env.NO_COLOR !== '') return false;
  if (env.FORCE_COLOR !== undefined && env.FORCE_COLOR !== '')
    return env.FORCE_COLOR !== '0' && env.FORCE_COLOR !== 'false';
  return output.isTTY && env.TERM !== 'dumb';
}

export const styleFor = (output: Output, env: Host['env']): Style =>
  pc.createColors(wantsColour(output, env));

const WIDTH_WHEN_PIPED = 100;
const NARROWEST = 40;
/** Beyond this the eye loses the row. */
const WIDEST = 180;

/** Cells to draw in: COLUMNS, else what the terminal says, else 100. */
export function widthOf(output: Output, env: Host['env']): number {
  const told = Number(env.COLUMNS);
  const width = Number.isInteger(told) && told > 0 ? told : (output.columns ?? WIDTH_WHEN_PIPED);
  return Math.min(WIDEST, Math.max(NARROWEST, width));
}

export const riskColour = (style: Style, level: RiskLevel): ((text: string) => string) =>
  ({ low: style.green, medium: style.yellow, high: style.red })[level];
