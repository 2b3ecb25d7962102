import type { WriteStream } from 'node:tty';

export interface ProgressLine {
  /** Starts a step; the one before it counts as done. */
  begin(text: string): void;
  end(): void;
}

const FRAMES = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];

/** One line a step with its running time: it moves on a terminal and is plain text in a log. */
export function createProgressLine(stream: WriteStream): ProgressLine {
  let current: { text: string; began: number; timer: NodeJS.Timeout | null } | null = null;
  const secondsOf = (began: number) => `${((Date.now() - began) / 1000).toFixed(0)} s`;
  const draw = (frame: string, { text, began }: { text: string; began: number }) =>
    stream.write(`\r\x1b[2K  ${frame} ${text} … ${secondsOf(began)}`);

  const end = () => {
    if (!current) return;
    const { text, began, timer } = current;
    if (timer) clearInterval(timer);
    current = null;
    stream.write(
      stream.isTTY
        ? `\r\x1b[2K  ✓ ${text} (${secondsOf(began)})\n`
        : `  done: ${text} (${secondsOf(began)})\n`,
    );
  };
  return {
    end,
    begin(text) {
      if (current?.text === text) return;
      end();
      const step = { text, began: Date.now(), timer: null as NodeJS.Timeout | null };
      if (stream.isTTY) {
        let tick = 0;
        step.timer = setInterval(() => draw(FRAMES[tick++ % FRAMES.length] ?? '', step), 100);
      } else {
        stream.write(`  ${text} …\n`);
      }
      current = step;
    },
  };
}
