import { seconds, type Seconds, type Workload } from '../../model/index.ts';

/** How much later than today a job may start, as its owner says: `6h`, `90m`, `2d`. */
export const SLACK_ANNOTATION = 'greenops.dev/slack';
/** What a job that runs once a day or more rarely is taken to have: what is done at night is done by the morning. */
export const DEFAULT_SLACK = seconds(6 * 3_600);

const DAY = 86_400;
const UNIT: Readonly<Record<string, number>> = { m: 60, h: 3_600, d: DAY };

export type Slack =
  | { readonly kind: 'slack'; readonly amount: Seconds; readonly declared: boolean }
  | { readonly kind: 'unreadable'; readonly text: string };

/** @param gap usual time from one run to the next */
export function slackOf({ annotations }: Workload, gap: Seconds): Slack {
  const text = annotations[SLACK_ANNOTATION];
  if (text === undefined) {
    return { kind: 'slack', amount: gap >= DAY ? DEFAULT_SLACK : seconds(0), declared: false };
  }
  const [, amount = '', unit = ''] = /^(\d+(?:\.\d+)?)\s*(m|h|d)$/.exec(text.trim()) ?? [];
  const size = UNIT[unit];
  if (size === undefined) return { kind: 'unreadable', text };
  // A run that starts after the next one is due is not late but another run.
  return { kind: 'slack', amount: seconds(Math.min(Number(amount) * size, gap)), declared: true };
}
