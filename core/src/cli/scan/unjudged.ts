import { notJudgedView, type NotJudgedView } from '../../api/index.ts';
import {
  formatDuration,
  historyOf,
  type Seconds,
  seconds,
  type UsageStatistics,
  windowSeconds,
} from '../../model/index.ts';
import { notAssessedOf, type Report, type ScannedCluster } from './report.ts';

const HOUR = 3_600;

/** Why something was not judged, the most frequent reason first. */
export const unjudgedReasons = (report: Report): readonly NotJudgedView[] =>
  notJudgedView(notAssessedOf(report));

/** The longest history that any container has; `null` where nothing was metered. */
export function longestHistory({ scan: { observation } }: ScannedCluster): Seconds | null {
  let longest: number | null = null;
  for (const usage of observation.usage.values()) {
    const known = [usage.cpu, usage.memory].filter((one): one is UsageStatistics<never> => one !== null);
    for (const statistics of known) longest = Math.max(longest ?? 0, historyOf(usage, statistics));
  }
  return longest === null ? null : seconds(longest);
}

/** What the window asked for and the history that was found in it: `14 d`, or `20 h of history (14 d wanted)`. */
export function historyText(scanned: ScannedCluster): string {
  const window = windowSeconds(scanned.scan.observation.window);
  const history = longestHistory(scanned);
  if (history === null) return `no history (${formatDuration(window)} wanted)`;
  // A window starts and ends within an hour.
  const whole = history >= window - 2 * HOUR;
  return whole
    ? formatDuration(window)
    : `${formatDuration(history)} of history (${formatDuration(window)} wanted)`;
}

/** As `--min-history` takes it, rounded down. */
const durationOption = (history: number): string =>
  history >= HOUR ? `${Math.floor(history / HOUR)}h` : `${Math.max(1, Math.floor(history / 60))}m`;

/** What is said where there is no finding: everything is fine, or nothing could be judged. */
export interface NoFindings {
  readonly text: string;
  /** What can be done about it; `null` where nothing needs doing. */
  readonly cure: string | null;
}

/** Silence of the rules is no praise: where every history is too short, that is what there is to say. */
export function noFindings(report: Report): NoFindings {
  const { policy, scanned } = report;
  const short = scanned.filter(one => (longestHistory(one) ?? 0) < policy.minimumHistory);
  if (short.length === 0) return { text: 'Nothing to change.', cure: null };
  if (short.length < scanned.length) {
    const names = short.map(({ cluster }) => cluster.name).join(', ');
    return {
      text: `Nothing to change, as far as there is enough history; too little: ${names}.`,
      cure: null,
    };
  }
  const history = Math.max(...short.map(one => longestHistory(one) ?? 0));
  if (history === 0) {
    return {
      text: 'Nothing could be judged: no use of any container was found.',
      cure: 'ask what is missing: greenops doctor with the same source options',
    };
  }
  return {
    text: `Nothing could be judged yet: there are only ${formatDuration(seconds(history))} of history, and policy ${policy.name} asks for ${formatDuration(policy.minimumHistory)}.`,
    cure: `scan again when there is more, or look at what so little says: --min-history ${durationOption(history)}`,
  };
}
