import { formatMoment, unixSecondsFromDate } from '../../model/index.ts';
import { EXIT, type ExitCode } from '../exitCode.ts';
import type { Report } from '../scan/report.ts';
import { scanScreen } from '../screens/scanScreen.ts';
import { changeLines, changesBetween } from '../screens/watchScreen.ts';
import { type Style, styleFor, widthOf } from '../terminal/style.ts';
import { printLines, type Run } from './run.ts';
import { type JudgeOptions, scanReport } from './scanReport.ts';

export interface WatchOptions extends JudgeOptions {
  /** Seconds from the end of one scan to the start of the next. */
  readonly interval: number;
}

const ENTER_SCREEN = '\u001b[?1049h\u001b[?25l';
const LEAVE_SCREEN = '\u001b[?25h\u001b[?1049l';
const HOME_AND_CLEAR = '\u001b[H\u001b[2J';

const now = (): string => formatMoment(unixSecondsFromDate(new Date()));

/** The whole picture, cut to the height of the terminal. */
function redraw(
  report: Report,
  changes: readonly string[],
  { interval }: WatchOptions,
  { stdout, env }: Run['host'],
): void {
  const style = styleFor(stdout, env);
  const lines = [
    style.dim(`Every ${interval} s, last at ${now()}; Ctrl-C ends it`),
    ...changes,
    '',
    ...scanScreen(report, widthOf(stdout, env), style),
  ];
  const room = (stdout.rows ?? 50) - 1;
  const shown =
    lines.length > room
      ? [...lines.slice(0, room - 1), style.dim(`… ${lines.length - room + 1} more lines`)]
      : lines;
  stdout.write(HOME_AND_CLEAR);
  printLines(stdout, shown);
}

function append(
  report: Report,
  changes: readonly string[] | null,
  { stdout, env }: Run['host'],
  style: Style,
): void {
  const lines = changes ?? scanScreen(report, widthOf(stdout, env), style);
  printLines(stdout, [`${now()}  ${report.findings.length} findings`, ...lines, '']);
}

/** One scan after the other until Ctrl-C; what is drawn depends on whether anybody can watch. */
async function rescan(options: WatchOptions, run: Run): Promise<void> {
  const { host, signal } = run;
  const { stdout, env } = host;
  const style = styleFor(stdout, env);
  const ledger = (await host.stages()).createLedger();
  let before: Report | null = null;
  while (!signal.aborted) {
    const report = await scanReport(options, run, ledger);
    const changes = before && changeLines(changesBetween(before, report), widthOf(stdout, env), style);
    if (stdout.isTTY) redraw(report, changes ?? [], options, host);
    else append(report, changes, host, style);
    // A cluster that failed keeps its last findings out of the comparison: they are not gone.
    if (report.failed.length === 0 || before === null) before = report;
    await host.pause(options.interval * 1000, signal);
  }
}

/** `greenops watch`: scans again and again and shows what changes. */
export async function watch(options: WatchOptions, run: Run): Promise<ExitCode> {
  const { stdout } = run.host;
  if (stdout.isTTY) stdout.write(ENTER_SCREEN);
  try {
    await rescan(options, run);
  } finally {
    if (stdout.isTTY) stdout.write(LEAVE_SCREEN);
  }
  return EXIT.interrupted;
}
