/** What the exit code of `greenops` says; also in docs/cli.md. */
export const EXIT = {
  ok: 0,
  /** `--fail-on-findings` or `--fail-on-saving` was asked for, and there is what they look for. */
  findings: 1,
  /** The command line or a file it names does not make sense; nothing was asked of any source. */
  usage: 2,
  /** At least one source failed; what could be had was printed. */
  source: 3,
  /** Ctrl-C. */
  interrupted: 130,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];
