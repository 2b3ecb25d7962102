import type { Progress } from '../../observe/clusterSource.ts';
import type { Host } from '../host.ts';
import { truncate } from './cells.ts';
import { styleFor, widthOf } from './style.ts';

const BAR = 24;
const CLEAR_LINE = '\r\u001b[2K';

/** Tells how far a long read has come: one line that is drawn over on a terminal, nothing elsewhere. */
export class ProgressBar {
  readonly #host: Host;
  /** What stands there now: a long read tells of its progress far more often than it can be seen. */
  #shown = '';

  constructor(host: Host) {
    this.#host = host;
  }

  show(what: string, { stage, done, total }: Progress): void {
    const { stderr, env } = this.#host;
    if (!stderr.isTTY) return;
    const style = styleFor(stderr, env);
    const share = total > 0 ? Math.min(1, done / total) : 0;
    const full = Math.round(share * BAR);
    const percent = `${Math.round(share * 100)} %`.padStart(5);
    const text = truncate(` ${percent} ${what}: ${stage}`, Math.max(0, widthOf(stderr, env) - BAR - 2));
    const line = `${style.green('━'.repeat(full))}${style.dim('━'.repeat(BAR - full))}${text}`;
    if (line === this.#shown) return;
    this.#shown = line;
    stderr.write(`${CLEAR_LINE}${line}`);
  }

  clear(): void {
    if (this.#shown === '') return;
    this.#shown = '';
    this.#host.stderr.write(CLEAR_LINE);
  }
}
